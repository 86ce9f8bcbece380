"""What is asked: which days, of which conversations, for whose eyes, and in which hours time is counted."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from regulars.conversations.fields import CONVERSATION_FIELDS
from regulars.conversations.models import Conversation
from regulars.lib.conditions import matching, reading
from regulars.lib.refusal import refusal
from regulars.reports.held import Held, held
from regulars.reports.metrics import Metric
from regulars.reports.models import Progress
from regulars.team.days import house_today, house_zone
from regulars.team.models import Agent

SPANS = (7, 30, 90, 365)
LONGEST = 366 * 6  # days
EVERYTHING = ("", '{"all":[]}', '{"all": []}')
STEPS = {"day": gettext_lazy("by the day"), "week": gettext_lazy("by the week"), "month": gettext_lazy("by the month")}


@dataclass(frozen=True)
class Asked:
    """Days, both included, in the house's zone; `conditions` are JSON in the language of conditions."""

    first: date
    last: date
    agent: Agent
    is_open_time: bool = False
    conditions: str = ""
    said_span: int = 0  # the days were said as “the last so many”

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def before(self) -> Asked:
        """As many days right before."""
        return replace(self, first=self.first - timedelta(days=self.days), last=self.first - timedelta(days=1))

    def instants(self, zone: tzinfo) -> tuple[datetime, datetime]:
        """Where the first day begins in this zone, and where the last one ends."""
        return datetime.combine(self.first, time(), zone), datetime.combine(self.last + timedelta(days=1), time(), zone)

    @property
    def whole_until(self) -> date:
        """The last day that is over: what today has brought so far is not held against whole days."""
        return min(self.last, self._today - timedelta(days=1))

    @property
    def whole_part(self) -> float:
        """Which part of these days is over."""
        return max(0, (self.whole_until - self.first).days + 1) / self.days

    @property
    def step(self) -> str:
        """How fine a line over these days is drawn."""
        return "day" if self.days <= 92 else "week" if self.days <= 400 else "month"

    def told_until(self, metric: Metric) -> date:
        """The last day on which this metric says anything yet."""
        return min(self.last, self._today - metric.matures)

    @property
    def is_narrowed(self) -> bool:
        return self.conditions not in EVERYTHING

    @cached_property
    def held(self) -> tuple[Held, ...] | None:
        """What conditions ask of what readings have themselves; None where they ask more, and conversations must be looked through.

        Raises ValidationError("conditions").
        """
        return held(reading.read(self._tree(), CONVERSATION_FIELDS)) if self.is_narrowed else ()

    @cached_property
    def by(self) -> str | None:
        """Of whom totals tell it: of all (""), or of members of this column.

        None where readings must be asked: for other conditions, and until all conversations have been read.
        """
        if self.held is None or not Progress.objects.filter(left=0).exists():
            return None
        asked = [each for each in self.held if each.column != "inbox"]
        columns = {each.column for each in asked} or {""}
        is_told = (
            len(columns) == 1 and (columns != {"tags"} or len(asked) == 1) and all(each.is_added_up for each in asked)
        )
        return columns.pop() if is_told else None

    def reads_totals(self, by: str = "") -> bool:
        """Whether what is added up tells it, of each agent, team, channel or topic if `by` says so."""
        return self.by is not None and (not by or self.by in ("", by))

    @property
    def in_words(self) -> str:
        if self.said_span:
            return ngettext("the last %d day", "the last %d days", self.said_span) % self.said_span
        first, last = (date_format(each, "j M Y") for each in (self.first, self.last))
        return _("%(first)s to %(last)s") % {"first": first, "last": last}

    @cached_property
    def narrowed(self) -> tuple[str, list[Any]]:
        """SQL after WHERE, about rows of `reading`: whose inboxes, and which conversations. Raises ValidationError("conditions")."""
        sql, values = self._inboxes()
        if self.held is not None:
            sql, values = _and(sql, values, [each.of_readings for each in self.held])
        else:
            found = matching(
                Conversation.objects.visible_to(self.agent),
                self._tree(),
                CONVERSATION_FIELDS,
                now=timezone.now(),
                zone=house_zone(),
                asker=self.agent,
            )
            asked, more = found.order_by().values("pk").query.sql_with_params()
            sql, values = f"{sql} AND reading.conversation IN ({asked})", [*values, *more]
        return sql, values

    @cached_property
    def narrowed_totals(self) -> tuple[str, list[Any]]:
        """The same about rows of totals, which are those of `by`."""
        return _and(*self._inboxes(), [each.of_totals for each in self.held or ()])

    def address(self, **other: Any) -> str:
        """What stands behind the question mark of a page's address."""
        days = {"days": self.said_span} if self.said_span else {"from": self.first, "to": self.last}
        said = days | {"hours": "open" if self.is_open_time else "", "conditions": self.conditions} | other
        return urlencode({name: value for name, value in said.items() if value})

    @cached_property
    def _today(self) -> date:
        return house_today()

    def _inboxes(self) -> tuple[str, list[Any]]:
        inboxes = self.agent.works_in
        return ("true", []) if inboxes is None else ("reading.inbox = ANY (%s)", [list(inboxes)])

    def _tree(self) -> Any:
        try:
            return json.loads(self.conditions)
        except (ValueError, RecursionError):
            raise refusal("conditions", _("This is not what the editor writes. Load the page again.")) from None


def _and(sql: str, values: list[Any], more: Iterable[tuple[str, list[Any]]]) -> tuple[str, list[Any]]:
    for test, given in more:
        sql, values = f"{sql} AND {test}", [*values, *given]
    return sql, values


def read(query: QueryDict, *, agent: Agent) -> Asked:
    """What the address of a page asks for; of what it says wrongly, the last 30 days."""
    today = house_today()
    span = query.get("days", "")
    days = int(span) if span.isdecimal() and 0 < int(span[:6]) <= LONGEST else 30
    first, last, said = today - timedelta(days=days - 1), today, days
    if "from" in query or "to" in query:
        given = _days(query.get("from", ""), query.get("to", ""), today)
        first, last, said = (*given, 0) if given else (first, last, said)
    conditions = query.get("conditions", "")[:100_000]
    is_open_time = query.get("hours") == "open"
    return Asked(first, last, agent, is_open_time, "" if conditions in EVERYTHING else conditions, said)


def _days(first: str, last: str, today: date) -> tuple[date, date] | None:
    try:
        until = date.fromisoformat(last) if last else today
        since = date.fromisoformat(first) if first else until - timedelta(days=29)
        since, until = min(since, until), max(since, until)
        is_near = timedelta(0) <= until - since < timedelta(days=LONGEST) and since.year >= 1990 and until.year < 2200
        return (since, until) if is_near else None
    except (ValueError, OverflowError):
        return None


def places(asked: Asked) -> Iterator[date]:
    """The first day of each step that a line has a point for."""
    day = floor(asked.first, asked.step)
    while day <= asked.last:
        yield day
        day = floor(day + timedelta(days={"day": 1, "week": 7, "month": 32}[asked.step]), asked.step)


def parted(first: date, last: date, *, at: Collection[date]) -> tuple[list[date], list[date]]:
    """These days as single ones, and as weeks (their Mondays) wherever none of the days `at` which they are parted is inside of one."""
    days: list[date] = []
    weeks: list[date] = []
    day = first
    while day <= last:
        end = day + timedelta(days=6)
        is_week = day.weekday() == 0 and end <= last and not any(day < each <= end for each in at)
        (weeks if is_week else days).append(day)
        day = end + timedelta(days=1) if is_week else day + timedelta(days=1)
    return days, weeks


def floor(day: date, step: str) -> date:
    """The first day of the week (Monday), or of the month."""
    if step == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if step == "month" else day
