"""The dashboards: which metrics stand on which, in their order."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from regulars.reports.metrics import METRICS, Metric


class Dashboard(NamedTuple):
    """Numbers and their lines, and what they are of each member of `by`."""

    word: str
    name: Any
    lead: Any
    shows: tuple[str, ...]
    by: str = ""  # agent, team, channel, topic

    @property
    def metrics(self) -> list[Metric]:
        return [METRICS[word] for word in self.shows]


_LIST = (
    Dashboard(
        "support",
        _("Support"),
        _("How much comes in, how fast we answer, and what is left."),
        ("conversations", "first_reply_time", "reply_time", "resolution_time", "solved", "promises_kept"),
    ),
    Dashboard(
        "quality",
        _("Quality"),
        _("Whether it was solved, and solved for good."),
        ("solved_at_once", "reopened", "without_reply", "chat_rating", "assistant_solved", "open_time"),
    ),
    Dashboard(
        "team",
        _("Team"),
        _("Who answered and settled how much. Numbers about few conversations say little about anybody."),
        ("answers", "first_reply_time", "reply_time", "solved", "solved_at_once"),
        by="agent",
    ),
    Dashboard(
        "channels",
        _("Channels"),
        _("By which way customers come, and how it goes there."),
        ("conversations", "first_reply_time", "resolution_time", "solved_at_once"),
        by="channel",
    ),
    Dashboard(
        "topics",
        _("Topics"),
        _("What customers write about."),
        ("conversations", "first_reply_time", "resolution_time", "solved_at_once", "reopened"),
        by="topic",
    ),
)
DASHBOARDS = {each.word: each for each in _LIST}
