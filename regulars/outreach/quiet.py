"""Quiet hours, by the clock of whoever would be disturbed. Pure arithmetic: no day is 23 hours long by mistake."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta, tzinfo


def is_quiet(at: datetime, *, begins: time, ends: time, zone: tzinfo) -> bool:
    """Whether the clock there shows a time from `begins` to before `ends`, over midnight if need be."""
    shown = at.astimezone(zone).time()
    return begins <= shown < ends if begins <= ends else shown >= begins or shown < ends


def quiet_until(at: datetime, *, begins: time, ends: time, zone: tzinfo) -> datetime:
    """When it may be sent: `at` itself outside of quiet hours, else when they end there."""
    if not is_quiet(at, begins=begins, ends=ends, zone=zone):
        return at
    local = at.astimezone(zone)
    day = local.date() if local.time() < ends else local.date() + timedelta(days=1)
    end = datetime.combine(day, ends, tzinfo=zone).astimezone(UTC)
    # Clocks that were set back show the end twice, or the hour before it once more: then the second time counts.
    if end <= at or is_quiet(end, begins=begins, ends=ends, zone=zone):
        end = datetime.combine(day, ends, tzinfo=zone).replace(fold=1).astimezone(UTC)
    while is_quiet(end, begins=begins, ends=ends, zone=zone) or end <= at:  # an hour that was left out
        end = max(end, at.astimezone(UTC)) + timedelta(minutes=15)
    return end
