"""Who a customer is, made ready for the pane beside a conversation and for the page of their own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from regulars.customers.consents import consents_of
from regulars.customers.field_rows import field_rows
from regulars.customers.likeness import because, suggestions_for
from regulars.customers.models import Customer, CustomerMerge, CustomerNote, Identity, Likeness
from regulars.customers.queries import events_of
from regulars.customers.telling import Line, told
from regulars.lib.question import Question
from regulars.team.models import Agent
from regulars.team.permissions import Permission
from regulars.ui.icons import icon
from regulars.ui.moments import Times, moment

_PLACES = {
    "conversation": "/inbox/",
    "order": "/orders/",
    "member": "/loyalty/members/",
    "claim": "/loyalty/claims/",
}  # where one looks at what an event is about
IDENTITY_ICONS = {"email": "mail", "phone": "phone", "external": "link"}


def profile(customer: Customer, *, events: int, agent: Agent) -> dict[str, Any]:
    """Everything known about the customer, with their newest events, as this agent sees and may change it."""
    identities = sorted(
        customer.identities.all(),
        key=lambda each: (list(IDENTITY_ICONS).index(each.kind), not each.is_primary, each.pk),
    )
    newest = events_of(customer, agent=agent, limit=events + 1)
    rows = field_rows("customer", customer.attributes)
    of_the_house = {row["field"].key for row in rows}
    return {
        "customer": customer,
        "ways": _ways(identities),
        "place": place(customer),
        "away": away(customer),
        "fields": rows,
        "attributes": sorted(
            (name, _plain(value)) for name, value in customer.attributes.items() if name not in of_the_house
        ),
        "notes": _notes(customer, agent),
        "lines": timeline(told(newest[:events], customer=customer)),
        "older": newest[events - 1].pk if len(newest) > events else None,
        "parts": merged_into(customer),
        "suggestions": [_suggested(each, customer) for each in suggestions_for(customer)],
        "colleagues": _colleagues(customer),
        "consents": sorted(consents_of(customer.pk).values(), key=lambda each: (each.channel, each.purpose)),
        "may_change": agent.may(Permission.CUSTOMERS),
        "may_note": agent.may(Permission.NOTE),
    }


def _plain(value: Any) -> Any:
    return (_("yes") if value else _("no")) if isinstance(value, bool) else value


def merged_into(customer: Customer) -> list[CustomerMerge]:
    """Who goes on as this customer, with what was known of them alone."""
    return _parts(customer=customer.pk)


# Asked beside every conversation: composed once. By whom they go on as, for that has an index.
_parts = Question(
    lambda customer: CustomerMerge.objects.filter(customer__merged_into=customer).select_related("customer", "by").order_by("pk"),
    customer=int,
)  # fmt: skip
_newest_notes = Question(
    lambda customer: CustomerNote.objects.filter(customer=customer).select_related("agent").order_by("-is_pinned", "-at")[:20],
    customer=int,
)  # fmt: skip
_at = Question(
    lambda company, customer: Customer.objects.met().filter(company=company).exclude(pk=customer).order_by("-pk")[:5],
    company=int, customer=int,
)  # fmt: skip


def _ways(identities: list[Identity]) -> list[dict[str, Any]]:
    several = {kind for kind in IDENTITY_ICONS if sum(each.kind == kind for each in identities) > 1}
    return [
        {
            "identity": each,
            "icon": icon(IDENTITY_ICONS.get(each.kind, "link")),
            "is_one_of_several": each.kind in several,
        }
        for each in identities
    ]


def _notes(customer: Customer, agent: Agent) -> list[dict[str, Any]]:
    return [
        {
            "note": note,
            "when": moment(note.at),
            "is_mine": note.agent_id == agent.pk,
            "may_go": note.agent_id == agent.pk or agent.may(Permission.PEOPLE),
        }
        for note in _newest_notes(customer=customer.pk)
    ]


def _suggested(likeness: Likeness, customer: Customer) -> dict[str, Any]:
    other = likeness.second if likeness.first_id == customer.pk else likeness.first
    return {"other": other, "because": because(likeness), "score": likeness.score}


def _colleagues(customer: Customer) -> list[Customer]:
    """Others of their company, who came last."""
    return _at(company=customer.company_id, customer=customer.pk) if customer.company_id else []


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
    return f"{_PLACES[noun]}{number}" if noun in _PLACES else ""
