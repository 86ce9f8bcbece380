"""Everything that was changed, in one list: settings and people from the audit log, customers and conversations from the timeline."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from regulars.customers.models import Customer, TimelineEvent
from regulars.customers.telling import told
from regulars.customers.timeline import position
from regulars.team.models import Agent, AuditEntry

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


@dataclass(frozen=True, kw_only=True)
class Change:
    """Who changed what, when, from what to what."""

    at: datetime
    by: str
    kind: str
    words: str
    about: str
    before: dict[str, Any]
    after: dict[str, Any]


def changes(asked: Asked, *, agent: Agent, looked: int | None = None) -> Iterator[Change]:
    """The newest first. Conversations that this agent may not see are left out.

    `looked`: among how many of the newest events of the timeline somebody, or a kind, is looked for; None: among all, however long.
    """
    settings = _entries(asked) if asked.source != "timeline" else iter(())
    timeline = _events(asked, agent, looked) if asked.source != "settings" else iter(())
    return merge(settings, timeline, key=lambda each: each.at, reverse=True)


def _entries(asked: Asked) -> Iterator[Change]:
    found = _narrowed(AuditEntry.objects.select_related("agent"), asked, kind="action", about="object")
    if asked.agent:
        found = found.filter(agent=asked.agent)
    for each in found.order_by("-at", "-pk").iterator(CHUNK):
        words = pgettext("audit", each.action.replace(".", ": ").replace("_", " "))
        before, after = _different(each.before, each.after)
        yield Change(
            at=each.at,
            by=each.agent.name if each.agent else _("Regulars"),
            kind=each.action,
            words=words,
            about=each.object,
            before=before,
            after=after,
        )


def _events(asked: Asked, agent: Agent, looked: int | None) -> Iterator[Change]:
    found = _narrowed(TimelineEvent.objects.visible_to(agent), asked, kind="kind", about="about")
    if asked.agent:
        found = found.filter(by=f"agent:{asked.agent}")
    if looked and (asked.agent or asked.kind) and not asked.about:  # no index leads there
        found = found.filter(pk__gt=position() - looked)
    rows = found.order_by("-pk").iterator(CHUNK)
    while several := list(islice(rows, 50)):
        lines = {line.id: line.sentence for line in told(several, with_quiet=True)}
        names = _names(several)
        for event in several:
            by = names.get(event.by, event.by.partition(" ")[2] or event.by or _("Regulars"))
            about = event.about or f"customer:{event.customer_id}"
            yield Change(
                at=event.at,
                by=by,
                kind=event.kind,
                words=lines.get(event.pk, event.kind),
                about=about,
                before={},
                after={name: value for name, value in event.facts.items() if f"{name}:{value}" != about},
            )


def _names(events: list[TimelineEvent]) -> dict[str, str]:
    """Who did it, as people call them."""
    agents = {f"agent:{pk}": name for pk, name in Agent.objects.values_list("pk", "name")}
    customers = Customer.objects.filter(pk__in={event.customer_id for event in events})
    return agents | {f"customer:{each.pk}": str(each) for each in customers}


def _narrowed(found: QuerySet[Any], asked: Asked, *, kind: str, about: str) -> QuerySet[Any]:
    wanted = {f"{kind}__startswith": asked.kind, about: asked.about, "at__gte": asked.since, "at__lt": asked.until}
    return found.filter(**{name: value for name, value in wanted.items() if value})


def _different(before: dict[str, Any], after: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Without what stayed as it was."""
    same = {name for name in before.keys() & after.keys() if before[name] == after[name]}
    return {k: v for k, v in before.items() if k not in same}, {k: v for k, v in after.items() if k not in same}
