"""The lists that pages, API and reports share. Each reads one index from its newest row; none counts a whole table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import connection
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from regulars.conversations import search
from regulars.conversations.models import Conversation, Read
from regulars.conversations.models.conversation import Conversations
from regulars.team.models import Agent

VIEWS = ("mine", "unassigned", "all", "undelivered")
COUNTED = 100  # a tab says 99+ beyond: nobody needs the exact number of a backlog on each page


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Which conversations an agent wants to see. Nothing chosen means all of them."""

    view: str = "all"  # one of VIEWS
    status: str = ""  # open, resolved
    inbox: int | None = None
    team: int | None = None
    assignee: int | None = None
    customer: int | None = None
    tag: str = ""
    channel: str = ""
    is_waiting: bool | None = None


class Cursor(NamedTuple):
    """Where a page ends: the last row's time and id."""

    at: datetime
    id: int


def conversations(choice: Choice, *, agent: Agent) -> Conversations:
    """The chosen conversations that the agent may see, unordered."""
    found = Conversation.objects.visible_to(agent).filter(merged_into=None)
    if choice.view == "mine":
        found = found.filter(assignee=agent)
    elif choice.view == "unassigned":
        found = found.filter(assignee=None)
    elif choice.view == "undelivered":
        found = found.filter(undelivered_at__isnull=False)
    status = "" if choice.view == "undelivered" else choice.status  # what did not arrive may be settled already
    equal = {"status": status, "inbox": choice.inbox, "team": choice.team, "assignee": choice.assignee}
    equal |= {"customer": choice.customer, "channel": choice.channel}
    found = found.filter(**{name: value for name, value in equal.items() if value not in ("", None)})
    if choice.tag:
        found = found.filter(tags__contains=[choice.tag])
    if choice.is_waiting is not None:
        found = found.filter(waiting_since__isnull=not choice.is_waiting)
    return found


def page(
    found: Conversations, *, agent: Agent, after: Cursor | None = None, limit: int = 50
) -> tuple[list[Conversation], Cursor | None]:
    """The next `limit` conversations by newest activity, ready to show, and the cursor of the page behind (None at the end)."""
    if after is not None:
        found = found.filter(
            Q(last_activity_at__lt=after.at) | Q(last_activity_at=after.at, pk__lt=after.id),
            last_activity_at__lte=after.at,
        )
    rows = list(shown(found, agent=agent).order_by("-last_activity_at", "-pk")[: limit + 1])
    more = len(rows) > limit
    return rows[:limit], Cursor(rows[limit - 1].last_activity_at, rows[limit - 1].pk) if more else None


def shown(found: Conversations, *, agent: Agent) -> Conversations:
    """With the people a row shows, and how far this agent has read (`read_position`)."""
    read = Read.objects.filter(agent=agent, conversation=OuterRef("pk")).values("position")[:1]
    return found.select_related("customer", "assignee", "team").annotate(read_position=Coalesce(Subquery(read), 0))


def counts(*, agent: Agent) -> dict[str, int]:
    """How many conversations each view holds, open ones but for what did not arrive; counted up to COUNTED; in one query."""
    parts = [
        conversations(Choice(view=view, status="open"), agent=agent).values("pk").order_by()[:COUNTED] for view in VIEWS
    ]
    compiled = [part.query.sql_with_params() for part in parts]
    sql = "SELECT " + ", ".join(f"(SELECT count(*) FROM ({part}) AS counted)" for part, _ in compiled)
    with connection.cursor() as cursor:
        cursor.execute(sql, [value for _, values in compiled for value in values])
        return dict(zip(VIEWS, cursor.fetchone(), strict=True))


def found_by(
    text: str, chosen: Conversations, *, agent: Agent, after: Cursor | None = None, limit: int = 50
) -> tuple[list[Conversation], Cursor | None]:
    """The chosen conversations with these words, by their newest message that has them; one quoted by its number comes first.

    A conversation stands where its newest hit is, so a cursor (that hit) never shows it again on a later page.
    """
    rows: dict[int, Conversation] = {}
    if after is None:
        rows |= {each.pk: each for each in shown(chosen, agent=agent).filter(pk=_number(text))} if _number(text) else {}
    batches = search.hits(text, after=after or search.START)
    seen: set[int] = set(_seen_before(text, after)) if after else set()
    for hits in _chunks(batches, size=limit):
        fresh = {hit.conversation_id for hit in hits} - seen
        several = shown(chosen, agent=agent).in_bulk(fresh - rows.keys())
        for hit in hits:
            if hit.conversation_id in seen:
                continue
            seen.add(hit.conversation_id)
            if hit.conversation_id in several:
                rows[hit.conversation_id] = several[hit.conversation_id]
                if len(rows) == limit:
                    return list(rows.values()), Cursor(hit.at, hit.message_id)
    return list(rows.values()), None


def _seen_before(text: str, after: Cursor) -> Iterator[int]:
    """Conversations that earlier pages have shown: those with a hit up to the cursor."""
    for hits in search.hits(text):
        for hit in hits:
            if (hit.at, hit.message_id) < after:
                return
            yield hit.conversation_id


def _chunks(batches: Iterator[list[search.Hit]], *, size: int) -> Iterator[list[search.Hit]]:
    for batch in batches:
        for start in range(0, len(batch), size):
            yield batch[start : start + size]


def _number(text: str) -> int | None:
    digits = text.strip().removeprefix("#")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 19 else None
