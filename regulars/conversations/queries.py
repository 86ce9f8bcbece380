"""The lists that pages, API and reports share. Each reads one index from its newest row; none counts a whole table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from regulars.conversations.models import Conversation, Read
from regulars.conversations.models.conversation import Conversations
from regulars.lib.question import Among, Given, Question, written
from regulars.team.models import Agent

VIEWS = ("mine", "unassigned", "all", "undelivered")
GIVEN: dict[str, type] = {"inbox": int, "team": int, "assignee": int, "customer": int, "tag": str, "topic": int}  # what differs between questions of one shape
COUNTED = 100  # a tab says 99+ beyond: nobody needs the exact number of a backlog on each page


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Which conversations an agent wants to see. Nothing chosen means all of them."""

    view: str = "all"  # one of VIEWS
    status: str = ""  # open, resolved
    inbox: int | Given | None = None
    team: int | Given | None = None
    assignee: int | Given | None = None
    customer: int | Given | None = None
    topic: int | Given | None = None
    tag: str | Given | None = None
    channel: str = ""
    is_waiting: bool | None = None


class Cursor(NamedTuple):
    """Where a page ends: the last row's time and id."""

    at: datetime
    id: int


def conversations(choice: Choice, *, agent: Agent | Given) -> Conversations:
    """The chosen conversations that the agent may see, unordered. Whatever the choice names may be given later."""
    found = Conversation.objects.visible_to(agent).filter(merged_into=None)
    if choice.view == "mine":
        found = found.filter(assignee=agent)
    elif choice.view == "unassigned":
        found = found.filter(assignee=None)
    elif choice.view == "undelivered":
        found = found.filter(undelivered_at__isnull=False)
    status = "" if choice.view == "undelivered" else choice.status  # what did not arrive may be settled already
    equal = {"status": status, "inbox": choice.inbox, "team": choice.team, "assignee": choice.assignee}
    equal |= {"customer": choice.customer, "channel": choice.channel, "topic": choice.topic}
    found = found.filter(**{name: value for name, value in equal.items() if value not in ("", None)})
    if choice.tag:
        found = found.filter(tags__contains=[choice.tag])
    if choice.is_waiting is not None:
        found = found.filter(waiting_since__isnull=not choice.is_waiting)
    return found


def page(
    choice: Choice, *, agent: Agent, after: Cursor | None = None, limit: int = 50, only: tuple[str, ...] = ()
) -> tuple[list[Conversation], Cursor | None]:
    """The next `limit` chosen conversations by newest activity, ready to show, and the cursor of the page behind (None at the end)."""
    shape, values = _parted(choice)
    asked = _page(shape, frozenset(values), after is not None, limit + 1, only)
    rows = asked(agent=agent.pk, **values, **(after._asdict() if after else {}))
    more = len(rows) > limit
    return rows[:limit], Cursor(rows[limit - 1].last_activity_at, rows[limit - 1].pk) if more else None


def _parted(choice: Choice) -> tuple[Choice, dict[str, Any]]:
    """What a question is composed of, and what is given when it is asked."""
    values = {name: value for name in GIVEN if (value := getattr(choice, name)) not in ("", None)}
    return replace(choice, **dict.fromkeys(values)), values


@lru_cache(maxsize=256)
def _page(shape: Choice, given: frozenset[str], is_after: bool, limit: int, only: tuple[str, ...]) -> Question[Conversation]:
    def compose(agent: Given, at: Given | None = None, id: Given | None = None, **values: Given) -> Conversations:
        found = ready(replace(shape, **values), agent, only)
        if is_after:
            found = found.filter(Q(last_activity_at__lt=at) | Q(last_activity_at=at, pk__lt=id), last_activity_at__lte=at)
        return found.order_by("-last_activity_at", "-pk")[:limit]

    return Question(compose, agent=int, **_kinds(given), **({"at": datetime, "id": int} if is_after else {}))


@lru_cache(maxsize=256)
def _among(shape: Choice, given: frozenset[str], only: tuple[str, ...]) -> Question[Conversation]:
    def compose(agent: Given, numbers: Given, **values: Given) -> Conversations:
        return ready(replace(shape, **values), agent, only).filter(Among("pk", numbers))

    return Question(compose, agent=int, numbers=list, **_kinds(given))


def ready(choice: Choice, agent: Given, only: tuple[str, ...]) -> Conversations:
    found = shown(conversations(choice, agent=agent), agent=agent)
    return found.only(*only) if only else found


def chosen(numbers: list[int], choice: Choice, *, agent: Agent, only: tuple[str, ...] = ()) -> list[Conversation]:
    """Those of these numbers that are chosen, ready to show, in no order."""
    shape, values = _parted(choice)
    return _among(shape, frozenset(values), only)(agent=agent.pk, numbers=numbers, **values)


def _kinds(given: frozenset[str]) -> dict[str, type]:
    return {name: GIVEN[name] for name in given}


def shown(found: Conversations, *, agent: Agent) -> Conversations:
    """With the people a row shows, and how far this agent has read (`read_position`)."""
    read = Read.objects.filter(agent=agent, conversation=OuterRef("pk")).values("position")[:1]
    return found.select_related("customer", "assignee", "team").annotate(read_position=Coalesce(Subquery(read), 0))


def counts(*, agent: Agent) -> dict[str, int]:
    """How many conversations each view holds, open ones but for what did not arrive; counted up to COUNTED; in one query."""
    sql, givens = _counting(COUNTED)
    with connection.cursor() as cursor:
        cursor.execute(sql, [agent.pk] * givens)
        return dict(zip(VIEWS, cursor.fetchone(), strict=True))


@lru_cache
def _counting(most: int) -> tuple[str, int]:
    """The statement that counts each view, and how often it wants the agent's id."""
    agent = Given("agent", int)
    parts = [written(conversations(Choice(view=view, status="open"), agent=agent).values("pk").order_by()[:most]) for view in VIEWS]
    counted = ", ".join(f"(SELECT count(*) FROM ({sql}) AS counted)" for sql, _names in parts)
    return f"SELECT {counted}", sum(len(names) for _sql, names in parts)
