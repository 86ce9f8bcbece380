"""The promises as their page shows them: in order, with what became of them, and what they mean for a letter that comes now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from regulars.conversations.fields import CONVERSATION_FIELDS
from regulars.conversations.models import Clock, Conversation, Promise
from regulars.conversations.promise_form import TARGETS, said_minutes
from regulars.conversations.promising import hours_for, within
from regulars.lib.conditions import say
from regulars.lib.hours import HoursProblem, NeverOpen

WINDOWS = (7, 30)  # days


class Kept(NamedTuple):
    """The clocks of a promise that ended within so many days.

    The met rate is kept / (kept + broken). Clocks that were dropped, because nobody waited any more, are not counted, and
    neither are those that still run; one that runs late is counted when it ends.
    """

    days: int
    kept: int
    broken: int

    @property
    def rate(self) -> int | None:
        """In whole percent, never rounded up to 100; None when nothing ended."""
        ended = self.kept + self.broken
        return self.kept * 100 // ended if ended else None


def promise_rows(*, now: datetime) -> Iterator[dict[str, Any]]:
    """One query for the promises and one for all of their clocks."""
    counts = {found.pop("promise"): found for found in _counts(now)}
    for promise in Promise.objects.filter(withdrawn_at=None).select_related("calendar"):
        found = counts.get(promise.pk, {})
        yield {
            "promise": promise,
            "where": said_conditions(promise),
            "targets": list(_targets(promise)),
            "hours": _("around the clock")
            if promise.is_around_the_clock
            else promise.calendar and str(promise.calendar),
            "running": found.get("running", 0),
            "late": found.get("late", 0),
            "windows": [Kept(days, found.get(f"kept_{days}", 0), found.get(f"broken_{days}", 0)) for days in WINDOWS],
        }


def said_conditions(promise: Promise) -> str:
    """In words; nothing when it holds for all."""
    if promise.conditions in ({}, {"all": []}):
        return ""
    try:
        return say(promise.conditions, CONVERSATION_FIELDS)
    except ValidationError:
        return _("asks about something that is gone")


def meaning(promise: Promise, *, now: datetime) -> dict[str, Any]:
    """What customers are told, and by when a letter that comes now would be answered and settled."""
    hours = hours_for(promise, Conversation())
    words = {"first_reply": _("answered by"), "resolution": _("settled by")}
    dues = []
    for kind in ("first_reply", "resolution"):
        if minutes := getattr(promise, kind):
            try:
                due = hours.deadline(now, minutes) if hours else now + timedelta(minutes=minutes)
            except (NeverOpen, HoursProblem):
                continue
            zone = hours.zone if hours else None
            dues.append((words[kind], date_format(due.astimezone(zone), "l j F, H:i")))
    told = (
        within(promise.first_reply, is_working_time=hours is not None)
        if promise.is_told and promise.first_reply
        else ""
    )
    return {"told": told, "dues": dues}


def _targets(promise: Promise) -> Iterator[tuple[str, str]]:
    for kind in TARGETS:
        if minutes := getattr(promise, kind):
            yield Clock.Kind(kind).label, said_minutes(minutes)


def _counts(now: datetime) -> Any:
    ended = {days: Q(ended_at__gte=now - timedelta(days=days)) for days in WINDOWS}
    named = {
        f"{outcome}_{days}": Count("pk", filter=since & Q(outcome=outcome))
        for days, since in ended.items()
        for outcome in ("kept", "broken")
    }
    clocks = Clock.objects.filter(Q(ended_at=None) | ended[max(WINDOWS)], promise__isnull=False)
    running = Count("pk", filter=Q(ended_at=None))
    late = Count("pk", filter=Q(ended_at=None, broken_at__isnull=False))
    return clocks.order_by().values("promise").annotate(running=running, late=late, **named)
