"""The views beside the list, in the order in which the agent has put them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from regulars.conversations.counting import Count, countable, counts
from regulars.conversations.forms import Asked
from regulars.conversations.missing import Known
from regulars.conversations.models import Habits, View
from regulars.conversations.viewing import GIVEN, GivenView, meaning, written
from regulars.lib.question import Question
from regulars.team.models import Agent

AnyView = View | GivenView
FEW = 5_000  # conversations that are rather looked up one by one than looked for
EXACT = 10_000  # beyond, thousands: nobody works by the last digit


class Line(NamedTuple):
    """A view as the page shows it."""

    number: int
    word: str  # in addresses
    name: str
    icon: str
    count: str
    hint: str
    is_current: bool
    is_alarming: bool
    is_few: bool
    whose: str  # person, people, or everybody's
    missing: str = ""  # what it names that is not there any more, where it holds nothing


_habits = Question(lambda agent: Habits.objects.filter(pk=agent), agent=int)
_views = Question(lambda agent: View.objects.visible_to(agent), agent=int)


def habits_of(agent: Agent) -> Habits:
    return _habits.first(agent=agent.pk) or Habits(agent=agent)


def views_of(agent: Agent, habits: Habits) -> list[AnyView]:
    """All that the agent sees: in their own order, and what they have not put anywhere behind that."""
    several: list[AnyView] = [*GIVEN, *_views(agent=agent.pk)]
    places = {number: place for place, number in enumerate(habits.order)}
    return sorted(several, key=lambda view: places.get(view.number, len(places)))


def the_view(number: int, *, agent: Agent) -> View | None:
    return View.objects.visible_to(agent).filter(pk=number).first()


def holds_few(view: View, *, agent: Agent) -> bool:
    """Whether a view is kept, and small: its conversations are rather looked up than looked for."""
    return _is_few(counts(countable([view]), agent=agent).get(view.number))


def _is_few(count: Count | None) -> bool:
    return bool(count and count.is_kept and count.number <= FEW)


def sidebar(views: Sequence[AnyView], asked: Asked, *, agent: Agent) -> list[Line]:
    """A line for each, with what it holds. What did not arrive is shown when there is something, or when it is open."""
    found = counts(countable(views), agent=agent)
    known = Known()
    lines = [_line(view, asked, found.get(view.number), known) for view in views]
    return [line for line in lines if not line.is_alarming or line.is_current or line.count not in ("", "0")]


def said(count: Count | None) -> str:
    if count is None:
        return ""
    return str(count.number) if count.number < EXACT else _("%dk") % (count.number // 1000)


def _line(view: AnyView, asked: Asked, count: Count | None, known: Known) -> Line:
    is_given = isinstance(view, GivenView)
    word = view.word if is_given else str(view.pk)
    return Line(
        number=view.number,
        word=word,
        name=str(view.name),
        icon=view.icon,
        count=said(count),
        hint=_hint(count),
        is_current=asked.view == word and not asked.words,
        is_alarming=word == "undelivered",
        is_few=_is_few(count),
        whose="" if is_given or not (view.agent_id or view.team_id) else "person" if view.agent_id else "people",
        missing="" if is_given or said(count) != "0" else ", ".join(known.missing(meaning(written(view.tree)).tree)),
    )


def _hint(count: Count | None) -> str:
    """Beside a count that is not of this second, when it was true; the whole of a shortened one."""
    if count is None or (count.is_kept and count.number < EXACT):
        return ""
    if count.is_kept:
        return f"{count.number:,}"
    return _("{number}, counted at {time}").format(number=count.number, time=date_format(localtime(count.at), "H:i:s"))
