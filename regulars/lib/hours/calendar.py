"""One week, one time zone, and the days that differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta, tzinfo
from functools import cached_property

from regulars.lib.hours.spans import Span, clipped, merged, without
from regulars.lib.hours.special_days import Source, Special
from regulars.lib.hours.zones import DAY, stretches

FIRST_DAY = date(1970, 1, 1)
Week = tuple[tuple[Span, ...], ...]  # seven days from Monday; seconds of the day, beyond 86 400 the next day


@dataclass(frozen=True)
class Calendar:
    """It is open whenever the clock on its wall shows a time within a period.

    So an hour that the clock leaps over in spring is not there, and one that it shows twice in autumn counts twice.
    """

    zone: tzinfo
    week: Week
    special: tuple[Source, ...] = ()
    _years: dict[int, dict[date, list[Special]]] = field(default_factory=dict, repr=False, compare=False)

    def open_spans(self, block: int) -> tuple[Span, ...]:
        """When it is open in a block of four weeks: seconds since the epoch."""
        return merged(
            (first - offset, last - offset)
            for start, end, offset in stretches(self.zone, block)
            for first, last in self._wall_spans(start + offset, end + offset)
        )

    def _wall_spans(self, start: int, end: int) -> Iterator[Span]:
        for number in range(start // DAY, (end - 1) // DAY + 1):
            midnight = number * DAY
            spans = ((midnight + first, midnight + last) for first, last in self._on(number))
            yield from clipped(spans, start, end)

    def _on(self, number: int) -> tuple[Span, ...]:
        """The open seconds of a day, counted from 1 January 1970."""
        day = FIRST_DAY + timedelta(number)
        usual = self._usual[day.weekday()]
        if not self.special:
            return usual
        told = {special.kind for special in self._said_of(day)}
        if "open" in told:
            hours = clipped(self._periods(day, "open"), 0, DAY)
        elif "closed" in told and "usual" not in told:
            hours = iter(())
        else:
            hours = iter(without(usual, () if "usual" in told else self._periods(day, "shut")))
        night = ((first - DAY, last - DAY) for first, last in self._periods(day - timedelta(1), "open"))
        return merged((*hours, *clipped(night, 0, DAY)))

    @cached_property
    def _usual(self) -> Week:
        """The week with its nights cut at midnight: what of Saturday's night is Sunday's stands on Sunday."""
        return tuple(
            merged(
                (
                    *clipped(self.week[day], 0, DAY),
                    *clipped(((first - DAY, last - DAY) for first, last in self.week[day - 1]), 0, DAY),
                )
            )
            for day in range(7)
        )

    def _periods(self, day: date, kind: str) -> list[Span]:
        return [period for special in self._said_of(day) if special.kind == kind for period in special.periods]

    def _said_of(self, day: date) -> list[Special]:
        if day.year not in self._years:
            said: dict[date, list[Special]] = {}
            for special in (special for source in self.special for special in source.in_year(day.year)):
                said.setdefault(special.day, []).append(special)
            self._years[day.year] = said
        return self._years[day.year].get(day, [])
