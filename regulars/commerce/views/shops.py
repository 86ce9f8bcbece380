"""For admins: the shops, how to connect them, what they sent, and what may be sent back."""

from __future__ import annotations

import json
from contextlib import suppress

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regulars.commerce import queries
from regulars.commerce.actions.retry_shop_calls import retry_shop_calls
from regulars.commerce.actions.save_shop import save_shop
from regulars.commerce.actions.save_terms import save_terms
from regulars.commerce.forms import ShopForm, TermsForm
from regulars.commerce.models import Shop, ShopCall
from regulars.commerce.returning import the_terms
from regulars.commerce.shops.protocols import PROTOCOLS
from regulars.lib.numbers import number_in
from regulars.team.guard import may
from regulars.team.permissions import Permission

ROOM = {"room": "settings", "page": "shops"}
A_PAGE = 30
LONGEST = 200_000  # characters of a call that a page shows


@may(Permission.CHANNELS)
@require_GET
def shops(request: HttpRequest) -> HttpResponse:
    """All of them, and how they are."""
    return render(request, "commerce/pages/shops.html", ROOM | {"shops": queries.shops()})


@may(Permission.CHANNELS)
@require_http_methods(["GET", "POST"])
def new_shop(request: HttpRequest) -> HttpResponse:
    form = ShopForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        save_shop(form.save(commit=False), by=request.user)
        return redirect("commerce:shop", form.instance.pk)
    return render(request, "commerce/pages/new_shop.html", ROOM | {"form": form}, status=422 if form.errors else 200)


@may(Permission.CHANNELS)
@require_http_methods(["GET", "POST"])
def shop(request: HttpRequest, shop_id: int) -> HttpResponse:
    """Where it must call, its secret, and what it sent; `state` narrows the calls."""
    found = the_shop(shop_id)
    form = ShopForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        save_shop(form.save(commit=False), by=request.user)
        messages.success(request, _("%s is kept.") % found)
        return redirect("commerce:shop", found.pk)
    state = request.GET["state"] if request.GET.get("state") in ShopCall.State.values else ""
    calls = found.calls.defer("body", "headers").select_related("order").order_by("-pk")
    page = Paginator(calls.filter(state=state) if state else calls, A_PAGE).get_page(request.GET.get("page"))
    shown = {"form": form, "shop": found, "protocol": PROTOCOLS.get(found.kind), "page_of_calls": page, "state": state}
    shown |= {
        "address": f"{settings.BASE_URL}/from-shops/{found.slug}",
        "states": ShopCall.State.choices,
        "imports": found.imports.all()[:5],
    }
    return render(request, "commerce/pages/shop.html", ROOM | shown, status=422 if form.errors else 200)


@may(Permission.CHANNELS)
@require_GET
def call(request: HttpRequest, shop_id: int, call_id: int) -> HttpResponse:
    """One call as it came."""
    found = get_object_or_404(ShopCall.objects.select_related("shop", "order"), pk=call_id, shop=shop_id)
    raw = bytes(found.body).decode("utf-8", "replace")
    with suppress(ValueError, RecursionError):  # as it came, when it is no JSON
        raw = json.dumps(json.loads(raw), indent=2, ensure_ascii=False)
    return render(request, "commerce/pages/call.html", ROOM | {"call": found, "shop": found.shop, "raw": raw[:LONGEST]})


@may(Permission.CHANNELS)
@require_POST
def replay(request: HttpRequest, shop_id: int) -> HttpResponse:
    """Read one call once more (`call`), or all that were not understood."""
    found, number = the_shop(shop_id), number_in(request.POST.get("call", ""))
    calls = found.calls.filter(pk=number) if number else found.calls.filter(state=ShopCall.State.FAILED)
    many = retry_shop_calls(calls, shop=found, by=request.user)
    messages.success(request, _("%d read once more.") % many)
    return redirect("commerce:shop_call", found.pk, number) if number else redirect("commerce:shop", found.pk)


@may(Permission.CHANNELS)
@require_http_methods(["GET", "POST"])
def terms(request: HttpRequest) -> HttpResponse:
    """What customers may send back, and how spending is counted."""
    form = TermsForm(request.POST or None, instance=the_terms())
    if request.method == "POST" and form.is_valid():
        save_terms(form.save(commit=False), by=request.user)
        messages.success(request, _("It is kept."))
        return redirect("commerce:terms")
    return render(
        request, "commerce/pages/terms.html", ROOM | {"page": "terms", "form": form}, status=422 if form.errors else 200
    )


def the_shop(shop_id: int) -> Shop:
    """Raises Http404."""
    return get_object_or_404(Shop, pk=shop_id)
