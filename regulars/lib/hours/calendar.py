"""One week, one time zone, and the days that differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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
    _years: dict[int, dict[int, list[Special]]] = field(default_factory=dict, repr=False, compare=False)

    def open_spans(self, block: int) -> list[Span]:
        """When it is open in a block of four weeks, in order: seconds since the epoch."""
        special = self._special_in(block)
        return [
            (first - offset, last - offset)
            for start, end, offset in stretches(self.zone, block)
            for first, last in self._wall_spans(start + offset, end + offset, special)
        ]

    def _wall_spans(self, start: int, end: int, special: Mapping[int, list[Special]]) -> Iterator[Span]:
        """Days are counted from Thursday, 1 January 1970."""
        for number in range(start // DAY, (end - 1) // DAY + 1):
            usual = self._usual[(number + 3) % 7]
            plain = number not in special and number - 1 not in special
            spans = usual if plain else _opened(usual, special.get(number, ()), special.get(number - 1, ()))
            midnight = number * DAY
            for first, last in spans:
                first, last = max(midnight + first, start), min(midnight + last, end)
                if first < last:
                    yield first, last

    def is_holiday(self, day: date) -> bool:
        """Whether it is closed all day for something special, also where the week would have closed it."""
        told = {special.kind for special in self._in_year(day.year).get((day - FIRST_DAY).days, ())}
        return "closed" in told and not told & {"open", "usual"}

    @cached_property
    def day_of_rest(self) -> int:
        """The last day of the week on which it is never open; Sunday where there is none. Monday is 0."""
        return max((day for day in range(7) if not self._usual[day]), default=6)

    @cached_property
    def _usual(self) -> Week:
        """The week with its nights cut at midnight: what of Saturday's night is Sunday's stands on Sunday."""
        return tuple(merged((*clipped(self.week[day], 0, DAY), *_night(self.week[day - 1]))) for day in range(7))

    def _special_in(self, block: int) -> Mapping[int, list[Special]]:
        if not self.special:
            return {}
        first, last = (FIRST_DAY + timedelta(block * 28 + days) for days in (-2, 30))
        return self._in_year(first.year) | (self._in_year(last.year) if last.year > first.year else {})

    def _in_year(self, year: int) -> dict[int, list[Special]]:
        """What is said of the days of a year, by their number."""
        if year not in self._years:
            said: dict[int, list[Special]] = {}
            for special in (special for source in self.special for special in source.in_year(year)):
                if special.day.year == year:
                    said.setdefault((special.day - FIRST_DAY).days, []).append(special)
            self._years[year] = said
        return self._years[year]


def _opened(usual: Iterable[Span], today: Iterable[Special], yesterday: Iterable[Special]) -> tuple[Span, ...]:
    """The open seconds of a day of which something special is said, or of the day before."""
    told = {special.kind for special in today}
    if "open" in told:
        hours = clipped(_periods(today, "open"), 0, DAY)
    elif "closed" in told and "usual" not in told:
        hours = iter(())
    else:
        hours = iter(without(usual, () if "usual" in told else _periods(today, "shut")))
    return merged((*hours, *_night(_periods(yesterday, "open"))))


def _periods(said: Iterable[Special], kind: str) -> list[Span]:
    return [period for special in said if special.kind == kind for period in special.periods]


def _night(periods: Iterable[Span]) -> Iterator[Span]:
    """What lies beyond midnight, as seconds of the next day."""
    return clipped(((first - DAY, last - DAY) for first, last in periods), 0, DAY)
