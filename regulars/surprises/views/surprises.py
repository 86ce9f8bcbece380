"""Settings → Surprises: what may be drawn, and what was."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from regulars.loyalty.models import Programme
from regulars.surprises.actions.save_surprise import save_surprise
from regulars.surprises.forms import SurpriseForm
from regulars.surprises.gates import spent
from regulars.surprises.lots import prize_of, ticket_of
from regulars.surprises.models import Draw, Prize, Surprise
from regulars.team.guard import may
from regulars.team.permissions import Permission

ROOM = {"room": "settings", "page": "surprises"}
A_PAGE = 50


@may(Permission.LOYALTY)
@require_GET
def surprises(request: HttpRequest) -> HttpResponse:
    """All of them, and what is left of their budgets."""
    now, found = timezone.now(), Surprise.objects.select_related("programme").order_by("name")
    rows = [{"surprise": each, "spent": spent(each, at=now), "draws": each.draws.count()} for each in found]
    facts = {"rows": rows, "has_programme": Programme.objects.exists()}
    return render(request, "surprises/pages/surprises.html", ROOM | facts)


@may(Permission.LOYALTY)
@require_http_methods(["GET", "POST"])
def one_surprise(request: HttpRequest, surprise_id: int | None = None) -> HttpResponse:
    """What may be drawn, how often, for how much in all."""
    found = get_object_or_404(Surprise, pk=surprise_id) if surprise_id else Surprise()
    form = SurpriseForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        try:
            save_surprise(form.save(commit=False), prizes=form.read_prizes(), by=request.user)
        except ValidationError as error:
            form.refuse(error if hasattr(error, "error_dict") else ValidationError({"__all__": error.messages}))
        else:
            messages.success(request, _("“%s” is kept.") % form.instance)
            return redirect("surprises:surprise", form.instance.pk)
    facts = {"form": form, "surprise": found if found.pk else None}
    return render(request, "surprises/pages/surprise.html", ROOM | facts, status=422 if form.errors else 200)


@may(Permission.LOYALTY)
@require_GET
def draws(request: HttpRequest, surprise_id: int) -> HttpResponse:
    """Each lot with its seed and its chances, drawn again here: the same comes of it."""
    found = get_object_or_404(Surprise, pk=surprise_id)
    drawn = found.draws.select_related("customer", "prize").order_by("-pk")
    sheet = Paginator(drawn, A_PAGE).get_page(request.GET.get("page"))
    names = dict(Prize.objects.filter(surprise=found).values_list("pk", "name"))
    rows = [(each, _odds(each, names), _is_right(each)) for each in sheet]
    return render(request, "surprises/pages/draws.html", ROOM | {"surprise": found, "sheet": sheet, "rows": rows})


def _odds(drawn: Draw, names: dict[int, str]) -> str:
    """What each prize had of all the tickets."""
    return ", ".join(f"{names.get(number, number)}: {chance}" for number, chance in drawn.chances or ())


def _is_right(drawn: Draw) -> bool:
    if drawn.why_not:
        return drawn.prize_id is None
    return ticket_of(drawn.seed) == drawn.ticket and prize_of(drawn.ticket, drawn.chances) == drawn.prize_id
