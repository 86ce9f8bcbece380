"""Returns at the desk: the queue, and one of them."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regulars.commerce import queries, rows
from regulars.commerce.actions.approve_return import approve_return
from regulars.commerce.actions.attach_label import attach_label
from regulars.commerce.actions.decline_return import decline_return
from regulars.commerce.actions.receive_return import receive_return
from regulars.commerce.actions.request_return import request_return
from regulars.commerce.models import Order, Return
from regulars.commerce.returning import returnable, the_terms
from regulars.commerce.views.orders import the_order
from regulars.lib import blobs
from regulars.lib.numbers import number_in, numbers_in
from regulars.team.guard import may
from regulars.team.permissions import Permission

A_PAGE = 50
DECIDE = {"approve": approve_return, "decline": decline_return, "receive": receive_return}


@login_required
@require_GET
def returns(request: HttpRequest) -> HttpResponse:
    """Those that wait for somebody first."""
    state, numbers = request.GET.get("state", Return.State.REQUESTED), queries.numbers_of_returns()
    tabs = [(each.value, each.label, numbers.get(each.value, 0)) for each in Return.State] + [
        ("", _("All"), sum(numbers.values()))
    ]
    page = Paginator(queries.returns(state), A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "room": "orders",
        "rows": rows.return_rows(page),
        "tabs": tabs,
        "state": state,
        "page": page,
        "has_any": bool(numbers),
    }
    return render(request, "commerce/pages/returns.html", shown)


@login_required
@require_GET
def one(request: HttpRequest, return_id: int) -> HttpResponse:
    """What comes back, why, and what to do about it."""
    return _page(request, the_return(return_id))


@may(Permission.ORGANISE)
@require_POST
def decide(request: HttpRequest, return_id: int, how: str) -> HttpResponse:
    """Approve, decline, or note that it has arrived."""
    if how not in DECIDE:
        raise Http404
    found, label = the_return(return_id), request.FILES.get("label")
    words = {} if how == "receive" else {"answer": request.POST.get("answer", "")}
    try:
        if label:
            attach_label(found, name=label.name, content=label.read(), by=request.user)
        DECIDE[how](found, by=request.user, **words)
    except ValidationError as error:
        return _page(request, found, wrong=error.messages[0], status=422)
    messages.success(request, _("It is kept, and the customer sees it."))
    return redirect("commerce:return", found.pk)


@may(Permission.ORGANISE)
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, order_id: int) -> HttpResponse:
    """A return in the customer's name: they have called."""
    order, wrong = the_order(order_id), ""
    if request.method == "POST":
        try:
            found = request_return(order, by=request.user, key=request.POST.get("key", ""), **said(request))
        except ValidationError as error:
            wrong = error.messages[0]
        else:
            return redirect("commerce:return", found.pk)
    shown = {
        "room": "orders",
        "order": order,
        "offered": offered(request, order),
        "terms": the_terms(),
        "wrong": wrong,
        "key": uuid4().hex,
    }
    return render(request, "commerce/pages/ask_return.html", shown, status=422 if wrong else 200)


@login_required
@require_GET
def label(request: HttpRequest, return_id: int) -> FileResponse:
    return label_of(the_return(return_id))


def label_of(found: Return) -> FileResponse:
    """The file, to keep. Raises Http404 when there is none."""
    if not found.label:
        raise Http404
    return FileResponse(
        blobs.fetch(found.label),
        as_attachment=True,
        filename=found.label_name or "label.pdf",
        content_type="application/octet-stream",
    )


def offered(request: HttpRequest, order: Order) -> list[dict[str, Any]]:
    """What may be sent back, as the form shows it, with what was chosen before."""
    return [
        {
            "line": each.line,
            "choices": range(each.most + 1),
            "chosen": _whole(request.POST.get(f"pieces-{each.line.pk}", "")),
            "reason": request.POST.get(f"reason-{each.line.pk}", ""),
        }
        for each in returnable(order, the_terms())
    ]


def said(request: HttpRequest) -> dict[str, Any]:
    """What a form says of each line: `pieces-7` and `reason-7`."""
    numbers = [name.removeprefix("pieces-") for name in request.POST if name.startswith("pieces-")]
    ids = numbers_in(numbers)
    pieces = {each: _whole(request.POST.get(f"pieces-{each}", "")) for each in ids}
    reasons = {each: request.POST.get(f"reason-{each}", "") for each in ids}
    return {"pieces": pieces, "reasons": reasons, "words": request.POST.get("words", "")}


def _whole(given: str) -> int:
    return number_in(given, digits=6) or 0


def the_return(return_id: int) -> Return:
    """Raises Http404."""
    return get_object_or_404(Return.objects.select_related("order__shop", "customer", "decided_by"), pk=return_id)


def _page(request: HttpRequest, found: Return, *, wrong: str = "", status: int = 200) -> HttpResponse:
    lines = found.lines.select_related("line")
    shown = {
        "room": "orders",
        "back": found,
        "row": rows.return_rows([found])[0],
        "lines": lines,
        "instructions": request.POST.get("answer") or the_terms().instructions,
        "may_decide": request.user.may(Permission.ORGANISE),
        "wrong": wrong,
    }
    return render(request, "commerce/pages/return.html", shown, status=status)
