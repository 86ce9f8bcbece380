"""Views: those that every house has, those that it made, and what each of them asks."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db.models import QuerySet, Value
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regulars.conversations.fields import CONVERSATION_FIELDS
from regulars.conversations.missing import Known
from regulars.conversations.models import Changed, Conversation, ViewMember
from regulars.conversations.models.counted import EVERYBODY
from regulars.lib.conditions import matching
from regulars.lib.conditions.reading import Leaf, Tree, leaves, read
from regulars.lib.conditions.values import ME, RELATIVE
from regulars.lib.question import Given
from regulars.team.models import Agent

# What the database's triggers note the changes of (migration `views`). A field that looks elsewhere is counted when asked.
FOLLOWED = {
    "conversations_conversation",
    "conversations_clock",
    "customers_customer",
    "customers_identity",
    "customers_consent",
    "customers_company",
    "customers_companydomain",
    "customers_timelineevent",  # each event that a field asks about comes with a change of its conversation
    "team_team",
}
REMEMBERED = 10  # seconds: fields of the house's own come and go
OPEN = {"field": "status", "is": "open"}


@dataclass(frozen=True, eq=False)
class GivenView:
    """One that every house has. Its number is below zero."""

    number: int
    word: str  # in addresses
    name: str | Promise
    icon: str
    tree: dict[str, Any]


GIVEN = tuple(
    GivenView(-number, word, name, icon, tree)
    for number, (word, name, icon, tree) in enumerate(
        (
            ("mine", _("Mine"), "person", {"all": [OPEN, {"field": "assignee", "is": "me"}]}),
            ("unassigned", _("Unassigned"), "inbox", {"all": [OPEN, {"field": "has assignee", "is": False}]}),
            ("all", _("All"), "people", {"all": [OPEN]}),
            ("undelivered", _("Not delivered"), "alert", {"all": [{"field": "not delivered", "is": True}]}),
            ("pending", _("Pending"), "clock", {"all": [{"field": "status", "is": "pending"}]}),
            ("resolved", _("Resolved"), "check", {"all": [{"field": "status", "is": "resolved"}]}),
        ),
        start=1,
    )
)
BY_WORD = {view.word: view for view in GIVEN}
UNCOUNTED = {"resolved"}  # nobody works it off, and it is the largest


@dataclass(frozen=True)
class Meaning:
    """What a view's conditions come to."""

    tree: Tree | None  # None: they cannot be understood any more
    wrong: str = ""  # why not
    moves: bool = False  # what it holds changes by itself, as time passes
    is_personal: bool = False  # it asks who “me” is
    is_bounded: bool = True  # … and holds nothing for those whom a conversation does not name


def meaning(written: str) -> Meaning:
    """Of conditions as JSON. What is gone from the fields makes them senseless; what they refer to may be gone all the same."""
    return _meaning(written, int(time.monotonic() // REMEMBERED))


@lru_cache(maxsize=512)
def _meaning(written: str, _while: int) -> Meaning:
    try:
        tree = read(json.loads(written), CONVERSATION_FIELDS)
    except ValidationError as error:
        return Meaning(None, wrong=" ".join(error.messages))
    several = list(leaves(tree))
    personal = any(ME in leaf.values and leaf.field.may_be_me for leaf in several)
    return Meaning(tree, "", any(map(_moves, several)), personal, not _may_hold(tree, True))


def written(tree: Any) -> str:
    """Conditions as JSON, the same for the same."""
    return json.dumps(tree or {"all": []}, sort_keys=True, default=str)


def gone(meant: Meaning) -> list[str]:
    """What the conditions refer to that is not there any more: "topic #7"."""
    return Known().missing(meant.tree)


def listed(found: QuerySet[Conversation], *, with_asides: bool = False) -> QuerySet[Conversation]:
    """Without what stands in no list: what goes on elsewhere, and what we ask others beside a conversation."""
    found = found.filter(merged_into=None)
    return found if with_asides else found.filter(side_of=None)


def narrowed(
    found: QuerySet[Conversation], tree: Any, *, zone: str, me: Agent | Given | None
) -> QuerySet[Conversation]:
    """Those of `found` that conditions hold for now; days are meant in `zone`. Raises ValidationError("conditions")."""
    asker = _Asker(me) if isinstance(me, Given) else me
    return matching(found, tree, CONVERSATION_FIELDS, now=timezone.now(), zone=_zone(zone), asker=asker)


def members(found: QuerySet[Conversation], number: int, *, agent: Agent | Given | None) -> QuerySet[Conversation]:
    """Those of `found` that may stand in a view that is kept: what was counted in it, and what has changed since."""
    whose = agent if isinstance(agent, Given) else Value(agent.pk if agent else EVERYBODY)
    held = ViewMember.objects.filter(view=number, agent=whose).values("conversation")
    customers = Changed.objects.filter(kind=Changed.Kind.CUSTOMER).values("number")
    theirs = Conversation.objects.filter(customer__in=customers).order_by().values("pk")
    changed = Changed.objects.filter(kind=Changed.Kind.CONVERSATION).values("number")
    return found.filter(pk__in=held.union(changed, theirs, all=True))


@dataclass(frozen=True)
class _Asker:
    pk: Given  # whose id is given when the question is asked


def tables_of(sql: str) -> set[str]:
    """The tables that a statement of the ORM's reads, and SQL of ours in it."""
    return set(re.findall(r'(?:FROM|JOIN) "?(\w+_\w+)\b(?!\()', sql))


def _zone(name: str) -> Any:
    try:
        return ZoneInfo(name)
    except (ValueError, OSError):
        return ZoneInfo("UTC")


def _moves(leaf: Leaf) -> bool:
    is_relative = leaf.field.kind in ("moment", "day") and any(value in RELATIVE for value in leaf.values)
    return leaf.how.takes == "span" or is_relative


def _may_hold(tree: Tree, truth: bool) -> bool:
    """Whether a tree could have this truth for somebody whom no field of the conversation names."""
    if isinstance(tree, Leaf):
        names_me_alone = tree.values == (ME,) and tree.field.may_be_me
        return not names_me_alone or truth == tree.how.is_not
    truth ^= tree.word in ("none", "not")
    every: Callable[[Any], bool] = all if (tree.word in ("all", "not")) == truth else any
    return every(_may_hold(part, truth) for part in tree.parts)
