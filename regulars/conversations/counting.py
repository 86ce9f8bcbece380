"""How many conversations stand in each view, kept as they change (decision 0005): nothing is counted twice, and a page adds up
a few rows. What changes by itself, as time passes, is counted when somebody looks, at most once a minute."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db import connection
from django.utils import timezone

from regulars.conversations.models import Conversation, View
from regulars.conversations.models.counted import EVERYBODY
from regulars.conversations.viewing import (
    FOLLOWED,
    GIVEN,
    UNCOUNTED,
    GivenView,
    Meaning,
    listed,
    meaning,
    narrowed,
    tables_of,
    written,
)  # fmt: skip
from regulars.lib import question
from regulars.lib.question import Among, Given
from regulars.team.models import Agent

EDITION = 1  # of the given views: raised when one of them asks something else
AGAIN_AFTER = timedelta(minutes=1)  # what time changes is counted anew, when somebody looks
ASKED_AGAIN_AFTER = timedelta(
    seconds=5
)  # what was asked for and is not counted yet: not by each page that opens meanwhile
_PLACES = {"me": "whoever.id", "numbers": "%(numbers)s"}


@dataclass(frozen=True)
class Counted:
    """A view as far as counting goes."""

    number: int
    edition: int
    conditions: str  # JSON
    zone: str

    @property
    def meaning(self) -> Meaning:
        return meaning(self.conditions)

    @property
    def is_kept(self) -> bool:
        """Whether the count follows each change; else it is counted when asked."""
        return _is_kept(self.conditions)

    def sql(self, *, among: bool = False) -> str:
        """The rows (view, agent, conversation, inbox) that count now; `among` the conversations of %(numbers)s alone."""
        compose = _composed.__wrapped__ if self.meaning.moves else _composed
        return compose(self.number, self.conditions, self.zone, among)


@dataclass(frozen=True)
class Count:
    number: int
    at: datetime
    is_kept: bool  # right at this second


def countable(views: Iterable[View | GivenView]) -> list[Counted]:
    """Those of the views that are counted, and can be understood."""
    several = [
        Counted(view.number, EDITION, written(view.tree), "UTC")
        if isinstance(view, GivenView)
        else Counted(view.number, view.edition, written(view.tree), view.time_zone)
        for view in views
        if not (isinstance(view, GivenView) and view.word in UNCOUNTED)
    ]
    return [each for each in several if each.meaning.tree]


def every_view() -> list[Counted]:
    return countable([*GIVEN, *View.objects.all()])


def counts(views: Sequence[Counted], *, agent: Agent) -> dict[int, Count]:
    """What the agent may see of each view, by its number; nothing for one that has not been counted yet.

    Whoever looks at what only time changes asks for it to be counted anew.
    """
    whose = [agent.pk if view.meaning.is_personal else EVERYBODY for view in views]
    told_by = [EVERYBODY if view.is_kept else owner for view, owner in zip(views, whose, strict=True)]
    asked = {"views": [view.number for view in views], "whose": whose, "told_by": told_by, "inboxes": agent.works_in}
    with connection.cursor() as cursor:
        cursor.execute(_SUMS, asked)
        found = {number: facts for number, *facts in cursor.fetchall()}
    kept, now = {}, timezone.now()
    for view in views:
        edition, counted_at, number = found[view.number][:3]
        if edition == view.edition and counted_at:
            kept[view.number] = Count(number, counted_at, view.is_kept)
    _ask(
        [
            (view.number, owner)
            for view, owner in zip(views, told_by, strict=True)
            if _is_old(view, found[view.number], now)
        ]
    )
    return kept


def rouse() -> None:
    """Have the worker look at once, when this transaction commits: there is a view to count."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('counting', '')")


def _is_old(view: Counted, facts: list[Any], now: datetime) -> bool:
    edition, _counted_at, _number, asked_at = facts
    if edition not in (None, 0, view.edition):  # it asks something else now, so what was asked before does not count
        return not view.is_kept
    after = AGAIN_AFTER if edition == view.edition else ASKED_AGAIN_AFTER
    return not view.is_kept and (asked_at is None or asked_at < now - after)


def _ask(several: list[tuple[int, int]]) -> None:
    if several:
        with connection.cursor() as cursor:
            cursor.execute(_ASK, [list(column) for column in zip(*several, strict=True)])


_FOR_EACH = "FROM team_agent AS whoever CROSS JOIN LATERAL"
_ITSELF = re.compile(rf'(?:FROM|JOIN) "{Conversation._meta.db_table}"(?!\.)')


@lru_cache(maxsize=512)
def _is_kept(conditions: str) -> bool:
    means = meaning(conditions)
    if not means.tree or means.moves or (means.is_personal and not means.is_bounded):
        return False
    sql = _composed(0, conditions, "UTC", False).rpartition(_FOR_EACH)[2]
    return (
        tables_of(sql) <= FOLLOWED and len(_ITSELF.findall(sql)) == 1
    )  # a change is not followed to other conversations


@lru_cache(maxsize=512)
def _composed(number: int, conditions: str, zone: str, among: bool) -> str:
    means, me = meaning(conditions), Given("me", int)
    found = listed(Conversation.objects.all())
    if among:
        found = found.filter(Among("pk", Given("numbers", list)))
    found = narrowed(found, json.loads(conditions), zone=zone, me=me).order_by().values("pk", "inbox_id")
    sql, names = question.written(found)
    left = iter(names)
    sql = re.sub("%[%s]", lambda place: place[0] if place[0] == "%%" else _PLACES[next(left)], sql)
    if not means.is_personal:
        return f"SELECT {number}, {EVERYBODY}::bigint, one.* FROM ({sql}) AS one"
    return f"SELECT {number}, whoever.id, one.* {_FOR_EACH} ({sql}) AS one"


_SUMS = """
    SELECT asked.view, tally.edition, tally.counted_at,
        (SELECT coalesce(sum(number), 0) FROM conversations_viewcount AS count
         WHERE count.view = asked.view AND count.agent = asked.whose
            AND (%(inboxes)s::bigint[] IS NULL OR count.inbox = ANY (%(inboxes)s::bigint[]))),
        tally.asked_at
    FROM unnest(%(views)s::integer[], %(whose)s::bigint[], %(told_by)s::bigint[]) AS asked (view, whose, told_by)
    LEFT JOIN conversations_tally AS tally ON tally.view = asked.view AND tally.agent = asked.told_by
"""
_ASK = """
    WITH asked AS (
        INSERT INTO conversations_tally (view, agent, edition, asked_at)
        SELECT *, 0, statement_timestamp() FROM unnest(%s::integer[], %s::bigint[])
        ON CONFLICT (view, agent) DO UPDATE SET asked_at = excluded.asked_at
    )
    SELECT pg_notify('counting', '')
"""
