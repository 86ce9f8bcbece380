"""Everything that was changed, in one list: settings and people from the audit log, customers and conversations from the timeline."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from itertools import accumulate, islice
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from regulars.conversations.events import ConversationAssigned, FieldSet, PrioritySet, StatusSet, TopicSet
from regulars.customers.actor import IMPORT, SYSTEM
from regulars.customers.events import CATALOGUE
from regulars.customers.models import Customer, TimelineEvent
from regulars.customers.telling import told
from regulars.customers.timeline import position
from regulars.team.models import Agent, AuditEntry

# The fact that changed, of events that tell what it was before.
CHANGED = {
    ConversationAssigned.kind: "to", FieldSet.kind: "value", PrioritySet.kind: "priority", StatusSet.kind: "to", TopicSet.kind: "to",
}  # fmt: skip
CHUNK = 500  # rows that are made ready at once


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which changes one wants to see. Nothing said means all."""

    agent: int | None = None
    kind: str = ""  # the beginning of what happened: "role", "agent.signed_in", "conversation"
    about: str = ""  # what it happened to: "agent:3", "conversation:42"
    since: datetime | None = None
    until: datetime | None = None
    source: str = ""  # "settings", "timeline"
    before_entry: int | None = None  # of the audit log: where a page before this one ended
    before_event: int | None = None  # of the timeline


@dataclass(frozen=True, kw_only=True)
class Change:
    """Who changed what, when, from what to what."""

    number: int  # of its entry, or of its event
    is_event: bool
    at: datetime
    noted: datetime  # when it was written down, at the earliest: a shop tells today of what was sold last year
    by: str
    kind: str
    words: str
    about: str
    before: dict[str, Any]
    after: dict[str, Any]


def changes(asked: Asked, *, agent: Agent, looked: int | None = None) -> Iterator[Change]:
    """What was written down last comes first. Conversations that this agent may not see are left out.

    `looked`: among how many events of the timeline they are looked for; None: among all, however long.
    """
    settings = _entries(asked) if asked.source != "timeline" else iter(())
    timeline = _events(asked, agent, looked) if asked.source != "settings" else iter(())
    return merge(settings, timeline, key=lambda each: each.noted, reverse=True)


def _entries(asked: Asked) -> Iterator[Change]:
    found = _narrowed(AuditEntry.objects.select_related("agent"), asked, kind="action", about="object")
    if asked.agent:
        found = found.filter(agent=asked.agent)
    if asked.before_entry is not None:
        found = found.filter(pk__lt=asked.before_entry)
    for each in found.order_by("-pk").iterator(CHUNK):
        words = pgettext("audit", each.action.replace(".", ": ").replace("_", " "))
        before, after = _different(each.before, each.after)
        yield Change(
            number=each.pk,
            is_event=False,
            at=each.at,
            noted=each.at,
            by=each.agent.name if each.agent else _("Regulars"),
            kind=each.action,
            words=words,
            about=each.object,
            before=before,
            after=after,
        )


def _events(asked: Asked, agent: Agent, looked: int | None) -> Iterator[Change]:
    """Unless it is asked for, without what nobody changed: whom a segment holds, who looked at a page; and without what an import
    tells of years ago, which stands with the import and is dated otherwise.
    """
    happened = TimelineEvent.objects.visible_to(agent)
    if not (asked.kind or asked.about):
        happened = happened.exclude(kind__in=[kind for kind, event in CATALOGUE.items() if not event.is_change])
        happened = happened.exclude(Q(by__startswith=IMPORT.kind) & ~Q(kind__startswith="customer."))
    found = _narrowed(happened, asked, kind="kind", about="about")
    if asked.agent:
        found = found.filter(by=f"agent:{asked.agent}")
    if looked and not asked.about:  # no index leads there
        found = found.filter(pk__gt=(asked.before_event or position()) - looked)
    if asked.before_event is not None:
        found = found.filter(pk__lt=asked.before_event)
    rows = found.order_by("-pk").iterator(CHUNK)
    agents = {f"agent:{pk}": name for pk, name in Agent.objects.values_list("pk", "name")}
    while several := list(islice(rows, 50)):
        lines = {line.id: line.sentence for line in told(several, with_quiet=True)}
        names = agents | _names(several)
        noted = reversed(list(accumulate((event.at for event in reversed(several)), max)))
        for event, earliest in zip(several, noted, strict=True):
            by = names.get(event.by, event.by.partition(" ")[2] or event.by or _("Regulars"))
            about = event.about or f"customer:{event.customer_id}"
            yield Change(
                number=event.pk,
                is_event=True,
                at=event.at,
                noted=earliest,
                by=by,
                kind=event.kind,
                words=lines.get(event.pk, event.kind),
                about=about,
                before={CHANGED[event.kind]: event.facts["before"]} if event.facts.get("before") else {},
                after={n: value for n, value in event.facts.items() if n != "before" and f"{n}:{value}" != about},
            )


def _names(events: list[TimelineEvent]) -> dict[str, str]:
    """Customers who did it, as people call them, and us."""
    customers = Customer.objects.filter(pk__in={event.customer_id for event in events})
    return {f"customer:{each.pk}": str(each) for each in customers} | {str(SYSTEM): _("Regulars")}


def _narrowed(found: QuerySet[Any], asked: Asked, *, kind: str, about: str) -> QuerySet[Any]:
    wanted = {f"{kind}__startswith": asked.kind, about: asked.about, "at__gte": asked.since, "at__lt": asked.until}
    return found.filter(**{name: value for name, value in wanted.items() if value})


def _different(before: dict[str, Any], after: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Without what stayed as it was."""
    same = {name for name in before.keys() & after.keys() if before[name] == after[name]}
    return {k: v for k, v in before.items() if k not in same}, {k: v for k, v in after.items() if k not in same}
