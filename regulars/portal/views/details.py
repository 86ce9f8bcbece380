"""What a customer tells us of themselves, where we reach them, what we may send, and where they are signed in."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from regulars.customers.models import Customer, Identity
from regulars.lib.throttle import asked_from
from regulars.portal.actions.add_address import add_address
from regulars.portal.actions.ask_code import LASTS, ask_code
from regulars.portal.actions.change_details import change_details
from regulars.portal.actions.end_session import end_session
from regulars.portal.actions.remove_address import remove_address
from regulars.portal.actions.try_code import try_code
from regulars.portal.brands import shop_of, site_of
from regulars.portal.choices import choices_of, keep_choices
from regulars.portal.guard import signed_in, trying
from regulars.portal.models import Code, Session
from regulars.portal.sessions import hand_ticket, ticket_of
from regulars.team.devices import device_words

SOURCE = "the portal"


@signed_in
@require_http_methods(["GET", "POST"])
def details(request: HttpRequest) -> HttpResponse:
    """Name, language and time zone."""
    if request.method == "GET":
        return _page(request)
    given = {name: request.POST.get(name, "") for name in ("name", "language", "time_zone")}
    try:
        change_details(_known(request), **given)
    except ValidationError as error:
        return _page(request, {name: several[0] for name, several in error.message_dict.items()}, status=422)
    messages.success(request, _("Kept."))
    return redirect("portal:details")


@signed_in
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Have a code mailed to another address of theirs."""
    who = {"session": request.customer_session, "asked_from": asked_from(request), "language": get_language() or ""}
    try:
        code = ask_code(request.POST.get("address", ""), brand=shop_of(request).brand, **who)
    except ValidationError as error:
        return _page(request, {"address": error.messages[0]}, status=422)
    response = redirect("portal:address_code")
    hand_ticket(response, code, lasts=LASTS)
    return response


@signed_in
@require_http_methods(["GET", "POST"])
def address_code(request: HttpRequest) -> HttpResponse:
    """Type its code."""
    asked = Code.objects.filter(pk=ticket_of(request), session=request.customer_session).first()
    if asked is None:
        return redirect("portal:details")
    shown: dict[str, Any] = {
        "site": site_of(request, page="details"),
        "address": asked.address,
        "minutes": int(LASTS.total_seconds() // 60),
    }
    if request.method == "POST":
        if not trying.wait(asked_from(request)) and try_code(asked, digits=request.POST.get("digits", "")):
            return _added(request, asked)
        shown["wrong"] = _("That is not the code, or it was tried too often. Ask for another one.")
    return render(request, "portal/pages/address_code.html", shown, status=422 if "wrong" in shown else 200)


@signed_in
@require_POST
def remove(request: HttpRequest, identity_id: int) -> HttpResponse:
    """Take an address off."""
    identity = get_object_or_404(Identity, pk=identity_id, customer=request.customer)
    try:
        remove_address(identity, by=request.customer_reader)
    except ValidationError as error:
        return _page(request, {"address": error.messages[0]}, status=422)
    messages.success(request, _("%s is taken off.") % identity.value)
    return redirect("portal:details")


@signed_in
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """What we may send them."""
    keep_choices(_known(request), wanted=request.POST)
    messages.success(request, _("Kept."))
    return redirect("portal:details")


@signed_in
@require_POST
def end(request: HttpRequest, session_id: int) -> HttpResponse:
    """Sign another browser out."""
    end_session(get_object_or_404(_sessions(request), pk=session_id))
    messages.success(request, _("That browser is signed out."))
    return redirect("portal:details")


def _added(request: HttpRequest, asked: Code) -> HttpResponse:
    try:
        add_address(asked)
    except ValidationError:  # whose it is, is not theirs to know
        messages.error(
            request, _("%s is known to us as somebody else's. Write to us, and we bring both together.") % asked.address
        )
    else:
        messages.success(
            request, _("%s is yours. What you wrote from it stands among your conversations.") % asked.address
        )
    response = redirect("portal:details")
    hand_ticket(response, None, lasts=LASTS)
    return response


def _known(request: HttpRequest) -> Customer:
    """Whose details they are. Raises Http404 for whoever has not shown that they are theirs."""
    if not request.customer.is_proven:
        raise Http404
    return request.customer  # type: ignore[no-any-return]


def _sessions(request: HttpRequest) -> Any:
    mine = request.customer_session.proof.circle
    return Session.objects.filter(proof__circle=mine, proof__identity__customer=request.customer).order_by(
        "-seen_at", "-pk"
    )


def _page(request: HttpRequest, wrong: dict[str, str] | None = None, *, status: int = 200) -> HttpResponse:
    customer, reader = request.customer, request.customer_reader
    order = {value: number for number, value in enumerate(reader.addresses)}
    identities = Identity.objects.filter(customer=customer, kind="email", value__in=reader.addresses)
    shown = {
        "site": site_of(request, page="details"),
        "wrong": wrong or {},
        "typed": request.POST.get("address", "")[:320],
        "given": request.POST
        if "name" in request.POST
        else {"name": customer.name, "language": customer.language, "time_zone": customer.time_zone},
        "languages": settings.LANGUAGES,
        "is_spoken": customer.language in dict(settings.LANGUAGES),
        "zones": sorted(available_timezones()),
        "identities": sorted(identities, key=lambda each: order[each.value]),
        "here": request.customer_session,
        "choices": choices_of(customer),
        "sessions": [{"session": each, "device": device_words(each.device)} for each in _sessions(request)],
    }
    return render(request, "portal/pages/details.html", shown, status=status)
