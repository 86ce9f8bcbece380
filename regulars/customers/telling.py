"""Events as sentences: what the timeline shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from regulars.customers.actor import Actor
from regulars.customers.events import CATALOGUE
from regulars.customers.models import Customer, TimelineEvent
from regulars.lib.question import Among, Question
from regulars.team.models import Agent
from regulars.ui.moments import Times

_agents = Question(lambda numbers: Agent.objects.filter(Among("pk", numbers)).only("name"), numbers=list)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the timeline."""

    id: int
    kind: str
    icon: str
    sentence: str
    at: datetime
    about: str  # "conversation:42": where a click leads
    because: int | None


def told(events: Iterable[TimelineEvent], *, customer: Customer | None = None, with_quiet: bool = False) -> list[Line]:
    """The lines for these events, in their order. Quiet kinds, and kinds this version does not know, have none."""
    shown = [
        event for event in events if event.kind in CATALOGUE and (with_quiet or not CATALOGUE[event.kind].is_quiet)
    ]
    names = _names({Actor.read(event.by) for event in shown if event.by})
    return [_line(event, names, customer) for event in shown]


def _line(event: TimelineEvent, names: dict[str, str], customer: Customer | None) -> Line:
    kind = CATALOGUE[event.kind]
    words = {
        **kind.words(event.facts),
        "by": names.get(event.by, _("Somebody")),
        "customer": str(customer or _("the customer")),
    }
    words = {name: _("nobody") if value is None else _as_said(name, value) for name, value in words.items()}
    sentence = _(kind.sentence(event.facts, event.by)).format_map(words)
    return Line(event.pk, event.kind, kind.icon, sentence, event.at, event.about, event.because)


def _as_said(fact: str, value: object) -> object:
    if fact == "until" and isinstance(value, str):
        return Times().on(date.fromisoformat(value))
    if fact == "wakes" and isinstance(value, str):
        return Times().exact(datetime.fromisoformat(value))
    if fact == "what":  # names of details, which have words of their own
        return ", ".join(_(each) for each in str(value).split(", "))
    if fact != "channel":
        return value
    return {"email": _("e-mail"), "chat": _("chat"), "sms": _("SMS"), "portal": _("the portal")}.get(str(value), value)


def _names(actors: set[Actor]) -> dict[str, str]:
    agents = {actor.id for actor in actors if actor.kind == "agent"}
    customers = {actor.id for actor in actors if actor.kind == "customer"}
    names = {f"agent:{agent.pk}": agent.name for agent in (_agents(numbers=list(agents)) if agents else [])}
    if customers:
        known = Customer.objects.filter(pk__in=customers).values_list("pk", "name")
        names |= {f"customer:{pk}": name or _("The customer") for pk, name in known}
    names |= {str(actor): actor.name for actor in actors if actor.name}
    return names | {"system": _("Regulars"), "import": _("The import")}
