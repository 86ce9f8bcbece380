"""The till: found, credited, redeemed, noted. Slips come as the page asks, or later, when the line is up again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from regulars.channels.store.actions.enrol import enrol
from regulars.channels.store.actions.take_slip import take_slip
from regulars.channels.store.actions.undo_slip import undo_slip
from regulars.channels.store.finding import customers_like, members_like
from regulars.channels.store.models import Place, Slip
from regulars.channels.store.rows import said_of, shown, slip_rows, today
from regulars.customers.models import Customer
from regulars.lib import money
from regulars.lib.numbers import number_in
from regulars.lib.refusal import refusal
from regulars.lib.texts import storable
from regulars.loyalty.models import Account
from regulars.loyalty.queries import by_number
from regulars.team.guard import may
from regulars.team.permissions import Permission

ROOM = {"room": "loyalty", "tab": "till"}


@may(Permission.POINTS)
@require_GET
def places(request: HttpRequest) -> HttpResponse:
    """Which place: asked where there are several."""
    several = list(Place.objects.filter(is_open=True).select_related("programme"))
    if len(several) == 1:
        return redirect("store:till", several[0].pk)
    return render(request, "channels/store/pages/tills.html", ROOM | {"places": several})


@may(Permission.POINTS)
@require_GET
def till(request: HttpRequest, place_id: int) -> HttpResponse:
    """The page of one place."""
    place = _place(place_id)
    several = Place.objects.filter(is_open=True).exclude(pk=place.pk)
    shown_now = {"place": place, "others": several, "rows": slip_rows(place, today(place))}
    return render(request, "channels/store/pages/till.html", ROOM | shown_now)


@may(Permission.POINTS)
@require_GET
def find(request: HttpRequest, place_id: int) -> HttpResponse:
    """A fragment: who fits `q`; one who alone does, with all that can be done for them."""
    place, words = _place(place_id), storable(request.GET.get("q", ""))[:200]
    members = members_like(place.programme, words)
    if len(members) == 1:
        return _member(request, place, members[0])
    facts = {"place": place, "words": words.strip(), "members": [shown(each) for each in members]}
    facts["others"] = customers_like(place.programme, words)
    return render(request, "channels/store/pages/_found.html", facts)


@may(Permission.POINTS)
@require_GET
def member(request: HttpRequest, place_id: int, number: str) -> HttpResponse:
    """A fragment: one member, by the number of their card."""
    place, account = _place(place_id), by_number(number)
    if account is None or account.programme_id != place.programme_id:
        raise Http404
    return _member(request, place, account)


@may(Permission.POINTS)
@require_POST
def join(request: HttpRequest, place_id: int) -> HttpResponse:
    """A fragment: somebody new, or who was no member yet."""
    place, said = _place(place_id), request.POST
    known = number_in(said.get("customer", ""))
    customer = None if known is None else get_object_or_404(Customer.objects.met(), pk=known)
    ways = {name: said.get(name, "")[:320] for name in ("name", "email", "phone")}
    try:
        return _member(request, place, enrol(place, customer=customer, by=request.user, **ways))
    except ValidationError as error:
        facts = {"place": place, "given": ways, "wrong": " ".join(error.messages)}
        return render(request, "channels/store/pages/_joining.html", facts, status=422)


@may(Permission.POINTS)
@require_POST
def slips(request: HttpRequest, place_id: int) -> HttpResponse:
    """One slip of the page, now or out of its queue. 201, or 422 with the reason: then it is not tried again."""
    place, said = _place(place_id), request.POST
    try:
        account = by_number(said.get("card", ""))
        if account is None:
            raise refusal("member", _("Nobody has this card."), "unknown")
        slip = take_slip(place, account=account, by=request.user, **_facts(place, said))
    except ValidationError as error:
        return JsonResponse({"wrong": " ".join(error.messages)}, status=422)
    return JsonResponse({"slip": slip.pk, "said": said_of(slip), "balance": slip.balance}, status=201)


@may(Permission.POINTS)
@require_POST
def undo(request: HttpRequest, place_id: int, slip_id: int) -> HttpResponse:
    """Undo a slip of this place."""
    slip = get_object_or_404(Slip, pk=slip_id, place=_place(place_id))
    try:
        undo_slip(slip, by=request.user)
    except ValidationError as error:
        return JsonResponse({"wrong": " ".join(error.messages)}, status=422)
    return JsonResponse({"said": _("Undone.")})


@may(Permission.POINTS)
@require_GET
def day(request: HttpRequest, place_id: int) -> HttpResponse:
    """A fragment: what was done today."""
    place = _place(place_id)
    return render(request, "channels/store/pages/_today.html", {"place": place, "rows": slip_rows(place, today(place))})


def _facts(place: Place, said: Any) -> dict[str, Any]:
    """What the page says, as the verb takes it. Raises ValidationError("amount", "points")."""
    facts: dict[str, Any] = {name: said.get(name, "")[:200] for name in ("client_id", "kind", "receipt")}
    facts["at"] = _time(said.get("at", ""))
    if facts["kind"] == Slip.Kind.EARN:
        facts["amount"] = _amount(said.get("amount", ""), place.programme.currency)
    if facts["kind"] == Slip.Kind.REDEEM:
        points = said.get("points", "").strip()
        if not points.isascii() or not points.isdecimal() or len(points) > 15:
            raise refusal("points", _("Say how many points, in digits."))
        facts["points"] = int(points)
    return facts


def _amount(said: str, currency: str) -> int:
    """“12,50” and “12.50” alike. What could be thousands or decimals is asked again."""
    try:
        return money.typed(said, currency)
    except ValueError:
        raise refusal("amount", _("Write an amount such as 12.50.")) from None


def _time(said: str) -> datetime | None:
    try:
        at = parse_datetime(said)
    except ValueError:
        return None
    return at if at and at.tzinfo else None


def _place(place_id: int) -> Place:
    return get_object_or_404(Place.objects.select_related("programme"), pk=place_id, is_open=True)


def _member(request: HttpRequest, place: Place, account: Account) -> HttpResponse:
    return render(request, "channels/store/pages/_member.html", {"place": place, **shown(account)})
