"""A customer's own orders, and what of them they send back."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regulars.commerce.actions.request_return import request_return
from regulars.commerce.actions.withdraw_return import withdraw_return
from regulars.commerce.models import Order, Return
from regulars.commerce.returning import last_day, the_terms, why_not
from regulars.commerce.rows import return_rows, with_contents
from regulars.commerce.views.returns import label_of, offered, said
from regulars.customers.actor import Actor
from regulars.portal.bought import orders_of, returns_of, shown
from regulars.portal.brands import site_of
from regulars.portal.guard import signed_in, writing
from regulars.portal.queries import Reader

A_PAGE = 20


@signed_in
@require_GET
def orders(request: HttpRequest) -> HttpResponse:
    """All of them, newest first."""
    found = orders_of(_reader(request)).prefetch_related("lines", "shipments")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    facts = {"site": site_of(request, page="orders"), "rows": with_contents(page), "page": page}
    return render(request, "portal/pages/orders.html", facts)


@signed_in
@require_GET
def order(request: HttpRequest, order_id: int) -> HttpResponse:
    """One of them: what is in it, where it is, and what may be sent back."""
    found, terms = _order(request, order_id), the_terms()
    facts = shown(found) | {
        "site": site_of(request, page="orders"),
        "why_not": why_not(found, terms),
        "until": last_day(found, terms),
    }
    return render(request, "portal/pages/order.html", facts)


@signed_in
@require_http_methods(["GET", "POST"])
def ask_return(request: HttpRequest, order_id: int) -> HttpResponse:
    """Ask to send something back. What cannot be stays in the form."""
    found = _order(request, order_id)
    if request.method == "GET":
        return _form(request, found)
    reader = _reader(request)
    if writing.wait(reader.proof.circle):
        return _form(request, found, wrong=_("That is a lot at once. Wait a minute, and send it again."), status=429)
    try:
        by = Actor.customer(reader.customer)
        asked = request_return(found, by=by, key=request.POST.get("key", "")[:64], **said(request))
    except ValidationError as error:
        return _form(request, found, wrong=error.messages[0], status=422)
    messages.success(request, _("We have it, and answer here."))
    return redirect("portal:return", asked.pk)


@signed_in
@require_GET
def one_return(request: HttpRequest, return_id: int) -> HttpResponse:
    """How far it is, and what to do."""
    found = _return(request, return_id)
    facts = {"site": site_of(request, page="orders"), "back": found, "row": return_rows([found])[0]}
    return render(request, "portal/pages/return.html", facts)


@signed_in
@require_POST
def withdraw(request: HttpRequest, return_id: int) -> HttpResponse:
    """Keep it after all."""
    found = _return(request, return_id)
    try:
        withdraw_return(found, by=Actor.customer(_reader(request).customer))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("It is withdrawn: you keep it."))
    return redirect("portal:return", found.pk)


@signed_in
@require_GET
def label(request: HttpRequest, return_id: int) -> FileResponse:
    """The file to stick on the parcel."""
    return label_of(_return(request, return_id))


def _reader(request: HttpRequest) -> Reader:
    return Reader(request.customer_session.proof)


def _order(request: HttpRequest, order_id: int) -> Order:
    """Raises Http404 for whatever is not theirs, as for what is not there."""
    return get_object_or_404(orders_of(_reader(request)), pk=order_id)


def _return(request: HttpRequest, return_id: int) -> Return:
    return get_object_or_404(returns_of(_reader(request)), pk=return_id)


def _form(request: HttpRequest, found: Order, *, wrong: str = "", status: int = 200) -> HttpResponse:
    terms = the_terms()
    facts: dict[str, Any] = {
        "site": site_of(request, page="orders"),
        "order": found,
        "terms": terms,
        "offered": offered(request, found),
        "why_not": why_not(found, terms),
        "words": request.POST.get("words", ""),
        "key": request.POST.get("key", "")[:64] or uuid4().hex,
        "wrong": wrong,
    }
    return render(request, "portal/pages/ask_return.html", facts, status=status)
