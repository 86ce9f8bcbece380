"""A customer's points: what they have, their card, joining a programme, and claiming what is missing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regulars.customers.actor import Actor
from regulars.lib.numbers import number_in
from regulars.loyalty.actions.join import join as become_member
from regulars.loyalty.card import qr_of
from regulars.loyalty.models import Account, Programme
from regulars.loyalty.queries import history, statement
from regulars.portal.actions.claim_points import claim_points
from regulars.portal.brands import shop_of, site_of
from regulars.portal.collected import Purse, purse_of
from regulars.portal.guard import signed_in, writing
from regulars.portal.points_rows import history_rows, shown
from regulars.portal.saying import files
from regulars.referrals.actions.bring_along import bring_along
from regulars.referrals.traces import traces_of

A_PAGE = 20
ASKED = {"receipt": 60, "day": 10, "amount": 20, "text": 50_000}


@signed_in
@require_GET
def points(request: HttpRequest) -> HttpResponse:
    """Those of the first programme, or of `programme`."""
    purse = purse_of(request)
    facts: dict[str, Any] = {"site": site_of(request, page="points"), "purse": purse}
    member = chosen(request, purse) if purse.members else None
    if member:
        facts |= _collected(member, request.GET.get("before", ""))
    return render(request, "portal/pages/points.html", facts)


@signed_in
@require_POST
def join(request: HttpRequest) -> HttpResponse:
    """Become a member of `programme`."""
    reader, programme = request.customer_reader, _named(request, purse_of(request).offered)
    if writing.wait(reader.proof.circle):
        messages.error(request, _("That is a lot at once. Wait a minute, and send it again."))
        return redirect("portal:points")
    member = become_member(reader.details, programme=programme, by=Actor.customer(reader.customer))
    bring_along(member, seen=traces_of(request), by=Actor.customer(reader.customer))
    messages.success(request, _("You are a member. This is your card."))
    return redirect(f"{reverse('portal:points')}?programme={programme.pk}")


@signed_in
@require_http_methods(["GET", "POST"])
def claim(request: HttpRequest) -> HttpResponse:
    """Ask for the points of a purchase that gave none. What cannot be sent stays in the form."""
    member = chosen(request, purse_of(request))
    if request.method == "GET":
        return _form(request, member, {})
    reader = request.customer_reader
    if writing.wait(reader.proof.circle):
        return _form(
            request, member, {"all": _("That is a lot at once. Wait a minute, and send it again.")}, status=429
        )
    said = {name: request.POST.get(name, "") for name in ASKED}
    try:
        receipts = files(request.FILES.getlist("files"))
        message = claim_points(member, by=reader, brand=shop_of(request).brand, files=receipts, **said)
    except ValidationError as error:
        return _form(request, member, {name: several[0] for name, several in error.message_dict.items()}, status=422)
    messages.success(request, _("We have it, and answer here."))
    return redirect("portal:conversation", message.conversation_id)


def _collected(member: Account, before: str) -> dict[str, Any]:
    said = statement(member)
    account, done = said.account, history(said.account).select_related("of")
    place = number_in(before)
    several = list((done if place is None else done.filter(pk__lt=place))[: A_PAGE + 1])
    return shown(said) | {
        "qr": qr_of(account.number),
        "rows": history_rows(several[:A_PAGE], programme=account.programme),
        "more": several[A_PAGE - 1].pk if len(several) > A_PAGE else None,
        "is_earlier": place is not None,
    }


def chosen(request: HttpRequest, purse: Purse) -> Account:
    """The membership in `programme`, or the first. Raises Http404."""
    if "programme" not in request.GET and purse.members:
        return purse.members[0]
    asked = request.GET.get("programme", "")
    for each in purse.members:
        if str(each.programme_id) == asked:
            return each
    raise Http404


def _named(request: HttpRequest, offered: list[Programme]) -> Programme:
    for each in offered:
        if str(each.pk) == request.POST.get("programme", ""):
            return each
    raise Http404


def _form(request: HttpRequest, member: Account, wrong: dict[str, str], *, status: int = 200) -> HttpResponse:
    facts = {
        "site": site_of(request, page="points"),
        "programme": member.programme,
        "typed": {name: request.POST.get(name, "")[:longest] for name, longest in ASKED.items()},
        "wrong": wrong,
    }
    return render(request, "portal/pages/claim.html", facts, status=status)
