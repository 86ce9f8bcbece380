"""The dashboards: which metrics stand on which, in their order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from regulars.reports.arrivals import arrivals
from regulars.reports.buying import buying
from regulars.reports.collecting import collecting
from regulars.reports.metrics import METRICS, Metric
from regulars.reports.opinions import opinions

OPINIONS = ("csat", "nps", "ces", "survey_answers")  # shown where customers were asked about conversations


class Dashboard(NamedTuple):
    """Numbers and their lines, and what they are of each member of `by`."""

    word: str
    name: Any
    lead: Any
    shows: tuple[str, ...] = ()
    by: tuple[str, ...] = ()  # agent, team, channel, topic: a table of each
    makes: Callable[[Any], list[Any]] | None = None  # its panels, where they are not made of metrics
    may_be_narrowed: bool = True

    @property
    def metrics(self) -> list[Metric]:
        return [METRICS[word] for word in self.shows]


_LIST = (
    Dashboard(
        "support",
        _("Support"),
        _("How much comes in, how fast we answer, and what is left."),
        (
            "conversations",
            "first_reply_time",
            "reply_time",
            "resolution_time",
            "solved",
            "backlog",
            "promises_kept",
            "begun_by_us",
        ),
    ),
    Dashboard(
        "quality",
        _("Quality"),
        _("Whether it was solved, and solved for good."),
        (
            "solved_at_once",
            "reopened",
            "without_reply",
            *OPINIONS,
            "chat_rating",
            "assistant_solved",
            "time_to_person",
            "open_time",
            "handling_time",
        ),
    ),
    Dashboard(
        "team",
        _("Team"),
        _("Who answered and settled how much. Numbers about few conversations say little about anybody."),
        ("answers", "first_reply_time", "reply_time", "solved", "solved_at_once", "handling_time", *OPINIONS),
        by=("agent", "team"),
    ),
    Dashboard(
        "channels",
        _("Channels"),
        _("By which way customers come, and how it goes there."),
        ("conversations", "first_reply_time", "resolution_time", "solved_at_once", "handling_time", *OPINIONS),
        by=("channel",),
    ),
    Dashboard(
        "topics",
        _("Topics"),
        _("What customers write about."),
        (
            "conversations",
            "first_reply_time",
            "resolution_time",
            "solved_at_once",
            "reopened",
            "handling_time",
            *OPINIONS,
        ),
        by=("topic",),
    ),
    Dashboard(
        "arrivals",
        _("Arrivals"),
        _("When customers begin conversations: how many in each hour of the week, on average."),
        makes=arrivals,
    ),
    Dashboard(
        "customers",
        _("Customers"),
        _("Who comes, who buys, and who comes back."),
        makes=buying,
        may_be_narrowed=False,
    ),
    Dashboard(
        "loyalty",
        _("Loyalty"),
        _("What programmes give, what is spent of it, and what is owed."),
        makes=collecting,
        may_be_narrowed=False,
    ),
    Dashboard(
        "opinions",
        _("Opinions"),
        _("What customers say when they are asked. The interval holds the true figure in 95 of 100 cases."),
        makes=opinions,
        may_be_narrowed=False,
    ),
)
DASHBOARDS = {each.word: each for each in _LIST}
