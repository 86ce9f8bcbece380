"""Who a customer is, made ready for the pane beside a conversation and for the page of their own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from regulars.customers.models import Customer
from regulars.customers.queries import events_of
from regulars.customers.telling import Line, told
from regulars.ui.icons import icon
from regulars.ui.moments import Times, moment

IDENTITY_ICONS = {"email": "mail", "phone": "phone", "external": "link"}


def profile(customer: Customer, *, events: int) -> dict[str, Any]:
    """Everything known about the customer, with their newest events."""
    identities = sorted(
        customer.identities.all(),
        key=lambda each: (list(IDENTITY_ICONS).index(each.kind), not each.is_primary, each.pk),
    )
    newest = events_of(customer, limit=events + 1)
    return {
        "customer": customer,
        "ways": [{"identity": each, "icon": icon(IDENTITY_ICONS.get(each.kind, "link"))} for each in identities],
        "place": place(customer),
        "away": away(customer),
        "attributes": sorted(customer.attributes.items()),
        "notes": [
            {"note": note, "when": moment(note.at)}
            for note in customer.notes.select_related("agent").order_by("-at")[:20]
        ],
        "lines": timeline(told(newest[:events], customer=customer)),
        "older": newest[events - 1].pk if len(newest) > events else None,
    }


def timeline(lines: Iterable[Line]) -> list[dict[str, Any]]:
    """Events as the timeline shows them, each leading to what it is about."""
    times = Times()
    return [
        {"icon": icon(line.icon), "says": line.sentence, "when": times.moment(line.at), "href": _leads_to(line.about)}
        for line in lines
    ]


def place(customer: Customer) -> str:
    """Where and how they live: "11:20 there, French"."""
    said = []
    if customer.time_zone in available_timezones():
        said.append(_("%s there") % f"{timezone.now().astimezone(ZoneInfo(customer.time_zone)):%H:%M}")
    if customer.language:
        said.append(language(customer.language))
    return ", ".join(said)


def away(customer: Customer) -> str:
    """Until when they are away; nothing when they are back."""
    times = Times()
    until, today = customer.away_until, times.now.astimezone(times.zone).date()
    return _("Away until %s") % times.on(until) if until and until >= today else ""


def language(code: str) -> str:
    """The name of a language: "French" for fr; the code itself when Django does not know it."""
    try:
        return str(translation.get_language_info(code)["name_translated"])
    except KeyError:
        return code


def _leads_to(about: str) -> str:
    noun, _colon, number = about.partition(":")
    return f"/inbox/{number}" if noun == "conversation" else ""
