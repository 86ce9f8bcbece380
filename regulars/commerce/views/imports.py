"""For admins: tables of orders and products, how far they are, and which lines were refused."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regulars.commerce.actions.start_import import start_import
from regulars.commerce.actions.stop_import import stop_import
from regulars.commerce.columns import NEEDED, ORDER_COLUMNS, PRODUCT_COLUMNS
from regulars.commerce.forms import ImportForm
from regulars.commerce.models import OrderImport
from regulars.commerce.views.shops import ROOM, the_shop
from regulars.team.guard import may
from regulars.team.permissions import Permission
from regulars.team.table_runs import refused_table

SHOWN = 100  # refused lines


@may(Permission.CHANNELS)
@require_http_methods(["GET", "POST"])
def new_import(request: HttpRequest, shop_id: int) -> HttpResponse:
    """Which table, and what is in it."""
    shop, form = the_shop(shop_id), ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            run = start_import(
                shop, about=form.cleaned_data["about"], name=file.name, content=file.read(), by=request.user
            )
            return redirect("commerce:import", shop.pk, run.pk)
        except ValidationError as error:
            form.add_error("file", error.messages[0])
    tables = [("orders", ORDER_COLUMNS, NEEDED["orders"]), ("products", PRODUCT_COLUMNS, NEEDED["products"])]
    shown = {"form": form, "shop": shop, "tables": tables}
    return render(request, "commerce/pages/new_import.html", ROOM | shown, status=422 if form.errors else 200)


@may(Permission.CHANNELS)
@require_GET
def one(request: HttpRequest, shop_id: int, import_id: int) -> HttpResponse:
    """How far it is, and the first refused lines."""
    run = _run(shop_id, import_id)
    shown = {"run": run, "shop": run.shop, "at": _addresses(run), "refusals": run.refusals.all()[:SHOWN]}
    return render(request, "commerce/pages/import.html", ROOM | shown)


@may(Permission.CHANNELS)
@require_GET
def progress(request: HttpRequest, shop_id: int, import_id: int) -> HttpResponse:
    """A fragment that asks for itself until all is done."""
    run = _run(shop_id, import_id)
    return render(request, "team/pages/_table_run.html", {"run": run, "at": _addresses(run)})


@may(Permission.CHANNELS)
@require_POST
def stop(request: HttpRequest, shop_id: int, import_id: int) -> HttpResponse:
    run = _run(shop_id, import_id)
    stop_import(run, by=request.user)
    return redirect("commerce:import", shop_id, run.pk)


@may(Permission.CHANNELS)
@require_GET
def refused(request: HttpRequest, shop_id: int, import_id: int) -> HttpResponse:
    """The refused lines as a table, with why behind them."""
    return refused_table(_run(shop_id, import_id))


def _run(shop_id: int, import_id: int) -> OrderImport:
    return get_object_or_404(OrderImport.objects.select_related("shop"), pk=import_id, shop=shop_id)


def _addresses(run: OrderImport) -> dict[str, str]:
    names = {"one": "import", "progress": "import_progress", "stop": "stop_import", "refused": "refused"}
    return {word: reverse(f"commerce:{name}", args=[run.shop_id, run.pk]) for word, name in names.items()}
