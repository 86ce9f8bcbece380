"""The lists that pages, API and reports share. Each reads one index from its first row; none counts a whole table."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from regulars.conversations.models import Conversation, Read, View
from regulars.conversations.models.conversation import Conversations
from regulars.conversations.ordering import SORTS
from regulars.conversations.viewing import BY_WORD, listed, meaning, members, narrowed, written
from regulars.lib.patience import TookTooLong, patience
from regulars.lib.question import Among, Given, Question
from regulars.lib.refusal import refusal
from regulars.team.models import Agent

VIEWS = tuple(BY_WORD)
GIVEN: dict[str, type] = {
    "inbox": int,
    "team": int,
    "assignee": int,
    "customer": int,
    "tag": str,
    "topic": int,
}  # what differs between questions of one shape
NARROWING = (*GIVEN, "conditions", "among", "status", "channel", "is_waiting")
TOO_WIDE = _(
    "This view asks about more than can be looked through at once. Narrow it: to a status, a team, an inbox or a time."
)
PATIENCE = 2000  # milliseconds for the list of a view, whatever it asks


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Which conversations an agent wants to see. Nothing chosen means all of them."""

    view: str = "all"  # one of VIEWS
    conditions: str = ""  # of a view that was made, as JSON
    zone: str = "UTC"  # that its days are meant in
    among: int | None = None  # the number of a view that holds few: they are looked up, instead of looked for
    is_personal: bool = False  # … that asks who “me” is
    sort: str = "newest"  # one of SORTS
    status: str = ""  # open, pending, resolved
    inbox: int | Given | None = None
    team: int | Given | None = None
    assignee: int | Given | None = None
    customer: int | Given | None = None
    topic: int | Given | None = None
    tag: str | Given | None = None
    channel: str = ""
    is_waiting: bool | None = None
    with_asides: bool = False  # also where we ask somebody else about a conversation

    @property
    def is_everything(self) -> bool:
        """Whether nothing that the agent may see is left out."""
        return self.view == "all" and all(getattr(self, name) in ("", None) for name in NARROWING)


def choice_of(made: View, *, holds_few: bool = False, sort: str = "", **narrowed: Any) -> Choice:
    """What a view that was made shows, narrowed further. One that `holds_few` is looked up where it is counted."""
    conditions = written(made.tree)
    return Choice(
        conditions=conditions,
        zone=made.time_zone,
        among=made.pk if holds_few else None,
        is_personal=meaning(conditions).is_personal,
        sort=sort or made.sort,
        **narrowed,
    )


class Cursor(NamedTuple):
    """Where a page ends: the last row's time and id, and the part of the order that it stands in."""

    at: datetime
    id: int
    part: int = 0


def conversations(choice: Choice, *, agent: Agent | Given) -> Conversations:
    """The chosen conversations that the agent may see, unordered. Whatever the choice names may be given later."""
    found = listed(Conversation.objects.visible_to(agent), with_asides=choice.with_asides)
    if choice.among:
        found = members(found, choice.among, agent=agent if choice.is_personal else None)
    if choice.conditions:
        found = narrowed(found, json.loads(choice.conditions), zone=choice.zone, me=agent)
    if choice.view == "mine":
        found = found.filter(assignee=agent)
    elif choice.view == "unassigned":
        found = found.filter(assignee=None)
    elif choice.view == "undelivered":
        found = found.filter(undelivered_at__isnull=False)
    # What did not arrive may be settled already, and two views are of one status.
    status = {"undelivered": "", "pending": "pending", "resolved": "resolved"}.get(choice.view, choice.status)
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
    """The next `limit` chosen conversations in their order, ready to show, and the cursor of the page behind (None at the end).

    Raises ValidationError("view") when they ask about more than can be looked through.
    """
    rows: list[Conversation] = []
    ask = _bounded if choice.conditions else _asked
    first = after.part if after else 0
    for part in range(first, len(SORTS[choice.sort])):
        found = ask(choice, part, agent=agent, after=after if part == first else None, limit=limit + 1, only=only)
        rows += found[: limit + 1 - len(rows)]
        if len(rows) > limit:
            return rows[:limit], _behind(rows[limit - 1], choice.sort)
    return rows, None


def _behind(row: Conversation, sort: str) -> Cursor:
    number, part = next((number, part) for number, part in enumerate(SORTS[sort]) if part.holds(row))
    return Cursor(getattr(row, part.time), row.pk, number)


def _bounded(choice: Choice, part: int, **wanted: Any) -> list[Conversation]:
    """What a view that was made asks may need more than an index: it is given so much time."""
    try:
        with patience(PATIENCE):
            return _asked(choice, part, **wanted)
    except TookTooLong:
        raise refusal("view", TOO_WIDE, "too_wide") from None


def _asked(
    choice: Choice, part: int, *, agent: Agent, after: Cursor | None, limit: int, only: tuple[str, ...]
) -> list[Conversation]:
    shape, values = _parted(choice)
    compose = _page.__wrapped__ if choice.conditions and meaning(choice.conditions).moves else _page
    asked = compose(shape, frozenset(values), part, after is not None, limit, only)
    return asked(agent=agent.pk, **values, **({"at": after.at, "id": after.id} if after else {}))


def _parted(choice: Choice) -> tuple[Choice, dict[str, Any]]:
    """What a question is composed of, and what is given when it is asked."""
    values = {name: value for name in GIVEN if (value := getattr(choice, name)) not in ("", None)}
    return replace(choice, **dict.fromkeys(values)), values


@lru_cache(maxsize=256)
def _page(
    shape: Choice, given: frozenset[str], part: int, is_after: bool, limit: int, only: tuple[str, ...]
) -> Question[Conversation]:
    order = SORTS[shape.sort][part]

    def compose(agent: Given, at: Given | None = None, id: Given | None = None, **values: Given) -> Conversations:
        found = ready(replace(shape, **values), agent, only).filter(order.where)
        return (found.filter(order.behind(at, id)) if is_after else found).order_by(*order.by)[:limit]

    return Question(compose, agent=int, **_kinds(given), **({"at": datetime, "id": int} if is_after else {}))


@lru_cache(maxsize=256)
def _among(shape: Choice, given: frozenset[str], only: tuple[str, ...]) -> Question[Conversation]:
    def compose(agent: Given, numbers: Given, **values: Given) -> Conversations:
        return ready(replace(shape, **values), agent, only).filter(Among("pk", numbers))

    return Question(compose, agent=int, numbers=list, **_kinds(given))


def ready(choice: Choice, agent: Agent | Given, only: tuple[str, ...]) -> Conversations:
    """The chosen conversations with what a row shows, unordered."""
    found = shown(conversations(choice, agent=agent), agent=agent)
    more = [name.removesuffix("__name") for name in only if name in ("topic__name", "inbox__name")]
    return found.select_related("customer", "assignee", "team", *more).only(*only) if only else found


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
