"""Every metric, defined once: what it is called, what it means, and of which readings it is made (`reading.py` reads them)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from regulars.reports.reading import REPEATED_WITHIN
from regulars.surveys.numbers import Counts, ces, csat, nps
from regulars.surveys.numbers import Figure as Reckoned

# A median of lengths; per cent; how many; how many there are; what the scores of a survey come to.
TIME, SHARE, NUMBER, LEVEL, SCORE = "time", "share", "number", "level", "score"
LESS, MORE, NEITHER = "less", "more", ""  # what is better


@dataclass(frozen=True, kw_only=True)
class Metric:
    """One number that may be asked for over any days, and drilled down to the conversations behind it."""

    word: str
    name: Any
    meaning: Any
    unit: str
    kinds: tuple[str, ...]
    better: str = NEITHER
    matures: timedelta = timedelta(0)  # so old a reading must be before it says anything
    kinds_by_agent: tuple[str, ...] = ()  # where several have their parts in what `kinds` say as a whole
    reckon: Callable[[Counts], Reckoned | None] | None = None  # what scores come to
    most: int = 0  # of the scores

    @property
    def is_time(self) -> bool:
        return self.unit == TIME

    @property
    def is_in_percent(self) -> bool:
        return self.unit == SHARE or self.reckon is csat

    def kinds_of(self, by: str) -> tuple[str, ...]:
        """What is added up of each member."""
        return self.kinds_by_agent if by == "agent" and self.kinds_by_agent else self.kinds


_LIST = (
    Metric(
        word="conversations",
        name=_("Conversations"),
        meaning=_(
            "How many conversations customers began. Merged ones count once, on the day of the first of them; what we began, "
            "what machines sent (lists, bounces), and what we asked somebody else, does not count."
        ),
        unit=NUMBER,
        kinds=("begun",),
    ),
    Metric(
        word="begun_by_us",
        name=_("Begun by us"),
        meaning=_("How many conversations began with a message of ours."),
        unit=NUMBER,
        kinds=("begun_by_us",),
    ),
    Metric(
        word="first_reply_time",
        name=_("First response time"),
        meaning=_(
            "From the customer's first message to the first public answer of a person, on the day of that answer. The "
            "assistant, rules, automatic letters and notes are no answer. A conversation that we began counts from the "
            "customer's first message. The median; what nobody has answered yet is in the backlog, not here."
        ),
        unit=TIME,
        kinds=("first_reply",),
        better=LESS,
    ),
    Metric(
        word="next_reply_time",
        name=_("Next response time"),
        meaning=_(
            "After the first answer: from the first message that nobody had answered to the next public answer of a person."
        ),
        unit=TIME,
        kinds=("next_reply",),
        better=LESS,
    ),
    Metric(
        word="reply_time",
        name=_("Response time"),
        meaning=_(
            "All waits together, the first and those after it: several messages one after the other count from the first of "
            "them. Settling a conversation ends a wait without an answer."
        ),
        unit=TIME,
        kinds=("first_reply", "next_reply"),
        better=LESS,
    ),
    Metric(
        word="time_to_person",
        name=_("Time to a person"),
        meaning=_(
            "Where the assistant handed over: from then to the first answer of a person. Shown beside the first response "
            "time, which also counts the time the assistant took."
        ),
        unit=TIME,
        kinds=("time_to_person",),
        better=LESS,
    ),
    Metric(
        word="resolution_time",
        name=_("Resolution time"),
        meaning=_(
            "From when a conversation began to when it was resolved for the last time, if it is. Of merged ones from the "
            "earliest; what was split off begins then."
        ),
        unit=TIME,
        kinds=("resolution",),
        better=LESS,
    ),
    Metric(
        word="first_resolution_time",
        name=_("First resolution time"),
        meaning=_("From when a conversation began to when it was resolved for the first time."),
        unit=TIME,
        kinds=("first_resolution",),
        better=LESS,
    ),
    Metric(
        word="open_time",
        name=_("Time open"),
        meaning=_("Of the resolution time, the part in which it was neither put away nor settled: when the customer had to wait for us."),
        unit=TIME,
        kinds=("open_time",),
        better=LESS,
    ),
    Metric(
        word="solved_at_once",
        name=_("Solved at first contact"),
        meaning=_(
            "Of the resolved conversations that a person answered: with one answer, not reopened, and the same customer did "
            "not come again with the same topic within 7 days. Only what was resolved 7 days ago or earlier. A letter of "
            "thanks, settled again without a word, does not count as reopened."
        ),
        unit=SHARE,
        kinds=("solved_at_once",),
        better=MORE,
        matures=REPEATED_WITHIN,
    ),
    Metric(
        word="reopened",
        name=_("Reopened"),
        meaning=_("Of the conversations resolved on these days for the first time: how many were taken up again at any time since. Thanks do not count."),
        unit=SHARE,
        kinds=("reopened",),
        better=LESS,
    ),
    Metric(
        word="without_reply",
        name=_("Closed without a reply"),
        meaning=_("Of the conversations resolved for the first time: how many had no public answer at all, not even from the assistant."),
        unit=SHARE,
        kinds=("without_reply",),
        better=LESS,
    ),
    Metric(
        word="backlog",
        name=_("Backlog"),
        meaning=_(
            "How many conversations were not resolved at the end of each day; at the end of the last day, and before the first. "
            "Behind it: those, by how long ago they began."
        ),
        unit=LEVEL,
        kinds=("came_in", "went_out"),
        better=LESS,
    ),
    Metric(
        word="promises_kept",
        name=_("Promises kept"),
        meaning=_(
            "Of the promises (SLA) that came to their end on these days, for first replies, next replies and resolutions: how "
            "many were kept. What nobody waited for any more does not count."
        ),
        unit=SHARE,
        kinds=("first_reply_kept", "next_reply_kept", "resolution_kept"),
        better=MORE,
    ),
    Metric(
        word="solved",
        name=_("Resolved"),
        meaning=_("How often a conversation was resolved; one that was reopened counts again."),
        unit=NUMBER,
        kinds=("went_out",),
        better=MORE,
    ),
    Metric(
        word="answers",
        name=_("Answers"),
        meaning=_("Public answers that people wrote."),
        unit=NUMBER,
        kinds=("answers",),
    ),
    Metric(
        word="assistant_solved",
        name=_("Solved by the assistant"),
        meaning=_(
            "Of the conversations that the assistant took part in and that a person answered or that were settled: those "
            "settled without a person, where the same customer did not come again with the same topic within 7 days."
        ),
        unit=SHARE,
        kinds=("assistant_solved",),
        better=MORE,
        matures=REPEATED_WITHIN,
    ),
    Metric(
        word="handling_time",
        name=_("Handling time"),
        meaning=_(
            "How long people of ours had a resolved conversation open and were at work on it, all of them together, on the day "
            "on which it was resolved last (AHT; the mean stands beside the median). Counted while the page is before their "
            "eyes, until a minute after the last key or touch; two pages of one person count once. Of one agent: their part."
        ),
        unit=TIME,
        kinds=("handled",),
        kinds_by_agent=("handled_by",),
        better=LESS,
    ),
    Metric(
        word="csat",
        name=_("Satisfaction (CSAT)"),
        meaning=_(
            "Of the answers to satisfaction surveys about a conversation: how many gave 4 or 5 of 5, on the day of the answer, "
            "for whoever was at work then. Tests and colleagues do not count. Opinions has all surveys, also those about nothing in particular."
        ),
        unit=SCORE,
        kinds=("csat",),
        better=MORE,
        reckon=csat,
        most=5,
    ),
    Metric(
        word="nps",
        name=_("Recommendation (NPS)"),
        meaning=_(
            "Of the answers about a conversation: the per cent who gave 9 or 10 of 10, less the per cent who gave 6 or less."
        ),
        unit=SCORE,
        kinds=("nps",),
        better=MORE,
        reckon=nps,
        most=10,
    ),
    Metric(
        word="ces",
        name=_("Effort (CES)"),
        meaning=_("Whether it was made easy for them, from 1 to 7 (CES 2.0): the mean of the answers about a conversation."),
        unit=SCORE,
        kinds=("ces",),
        better=MORE,
        reckon=ces,
        most=7,
    ),
    Metric(
        word="survey_answers",
        name=_("Surveys answered"),
        meaning=_("Of those who were asked about a conversation on these days: how many have answered since."),
        unit=SHARE,
        kinds=("asked",),
        better=MORE,
    ),
    Metric(
        word="chat_rating",
        name=_("Chats rated good"),
        meaning=_("Of the chats that customers rated when they ended: how many as good."),
        unit=SHARE,
        kinds=("chat_rating",),
        better=MORE,
    ),
)  # fmt: skip
METRICS = {metric.word: metric for metric in _LIST}
