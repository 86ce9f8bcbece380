"""Settings → Loyalty: the members of another programme come along by a table: how far it is, and which lines were refused."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regulars.loyalty.actions.start_member_import import start_member_import
from regulars.loyalty.actions.stop_member_import import stop_member_import
from regulars.loyalty.forms import MembersForm
from regulars.loyalty.models import MemberImport, Programme
from regulars.loyalty.tables import COLUMNS
from regulars.loyalty.views.programmes import ROOM
from regulars.team.guard import may
from regulars.team.permissions import Permission
from regulars.team.table_runs import refused_table

SHOWN = 100  # refused lines
LATEST = 20  # tables


@may(Permission.LOYALTY)
@require_http_methods(["GET", "POST"])
def new_import(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Which table; those that came before."""
    programme = get_object_or_404(Programme, pk=programme_id)
    form = MembersForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            run = start_member_import(programme, name=file.name, content=file.read(), by=request.user)
            return redirect("loyalty:import", programme.pk, run.pk)
        except ValidationError as error:
            form.add_error("file", error.messages[0])
    shown = {"form": form, "programme": programme, "columns": COLUMNS}
    shown |= {"imports": programme.imports.all()[:LATEST], "tab": "members"}
    return render(request, "loyalty/pages/new_import.html", ROOM | shown, status=422 if form.errors else 200)


@may(Permission.LOYALTY)
@require_GET
def one(request: HttpRequest, programme_id: int, import_id: int) -> HttpResponse:
    """How far it is, and the first refused lines."""
    run = _run(programme_id, import_id)
    shown = {"run": run, "programme": run.programme, "at": _addresses(run), "refusals": run.refusals.all()[:SHOWN]}
    return render(request, "loyalty/pages/import.html", ROOM | shown | {"tab": "members"})


@may(Permission.LOYALTY)
@require_GET
def progress(request: HttpRequest, programme_id: int, import_id: int) -> HttpResponse:
    """A fragment that asks for itself until all is done."""
    run = _run(programme_id, import_id)
    return render(request, "team/pages/_table_run.html", {"run": run, "at": _addresses(run)})


@may(Permission.LOYALTY)
@require_POST
def stop(request: HttpRequest, programme_id: int, import_id: int) -> HttpResponse:
    run = _run(programme_id, import_id)
    stop_member_import(run, by=request.user)
    return redirect("loyalty:import", programme_id, run.pk)


@may(Permission.LOYALTY)
@require_GET
def refused(request: HttpRequest, programme_id: int, import_id: int) -> HttpResponse:
    """The refused lines as a table, with why behind them."""
    return refused_table(_run(programme_id, import_id))


def _run(programme_id: int, import_id: int) -> MemberImport:
    return get_object_or_404(MemberImport.objects.select_related("programme"), pk=import_id, programme=programme_id)


def _addresses(run: MemberImport) -> dict[str, str]:
    names = {"one": "import", "progress": "import_progress", "stop": "stop_import", "refused": "refused"}
    return {word: reverse(f"loyalty:{name}", args=[run.programme_id, run.pk]) for word, name in names.items()}
