"""The arithmetic of working hours."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from fractions import Fraction
from itertools import accumulate, islice
from typing import NamedTuple

from regulars.lib.hours.calendar import Calendar
from regulars.lib.hours.problem import HoursProblem, NeverOpen
from regulars.lib.hours.spans import merged
from regulars.lib.hours.zones import BLOCK, EPOCH, TOO_FAR, YEARS

TICK = timedelta(microseconds=1)
SECOND = 1_000_000  # ticks
MINUTE = 60 * SECOND
BLOCK_TICKS = BLOCK * SECOND
PATIENCE = 392  # blocks without an opening, 30 years: even 29 February comes within eight
FIRST_BLOCK, LAST_BLOCK = -25_500, 104_600  # the years 15 to 9988, so that no date overflows


class Block(NamedTuple):
    """The open time of four weeks, in microseconds since the epoch; `before` sums what was open until each start."""

    starts: list[int]
    ends: list[int]
    before: list[int]
    total: int

    def open_until(self, at: int) -> int:
        index = bisect_right(self.starts, at) - 1
        return 0 if index < 0 else self.before[index] + min(at, self.ends[index]) - self.starts[index]


@dataclass(frozen=True)
class Hours:
    """When a house is open: when any of its calendars is. Naive times are the wall clock's in `zone`.

    Answers are in UTC: between two moments of another zone Python reckons with wall time, and would lose an hour in spring.

    A naive time that the clock shows twice is the first of the two (or the second with `fold=1`); one that the clock
    leaps over is as far behind the leap as it says.
    """

    zone: tzinfo
    calendars: tuple[Calendar, ...]
    _blocks: dict[int, Block] = field(default_factory=dict, repr=False, compare=False)

    def __or__(self, other: Hours) -> Hours:
        """Open when one of the two is open; answers in the zone of the first."""
        return Hours(self.zone, (*self.calendars, *other.calendars))

    def deadline(self, start: datetime, minutes: float | Fraction) -> datetime:
        """The first instant by which so many minutes of open time have passed since `start`.

        Time that fills a period to its end is due at that end, not at the next opening. Fewer than none count
        backward, to the last such instant. None at all is due at `start` itself, open or not. Raises NeverOpen.
        """
        at, ticks = self._ticks(start), round(Fraction(minutes) * MINUTE)
        return self._told(self._forward(at, ticks) if ticks > 0 else self._backward(at, -ticks) if ticks else at)

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """The open time between two instants, as real time; below zero when `end` comes first."""
        first, last = self._ticks(start), self._ticks(end)
        if last < first:
            return -self.elapsed(end, start)
        (index, block), (stop, final) = self._block_of(first), self._block_of(last)
        between = sum(self._block(each).total for each in range(index, stop))
        return (between + final.open_until(last) - block.open_until(first)) * TICK

    def is_open(self, at: datetime) -> bool:
        """Whether it is open: an opening belongs to its period, a closing does not."""
        ticks = self._ticks(at)
        _, block = self._block_of(ticks)
        index = bisect_right(block.starts, ticks) - 1
        return index >= 0 and ticks < block.ends[index]

    def is_holiday(self, day: date) -> bool:
        """Whether all its calendars are closed all day for something special."""
        return all(each.is_holiday(day) for each in self.calendars)

    @property
    def day_of_rest(self) -> int:
        """The last day of the week on which its first calendar is never open; Sunday where there is none. Monday is 0."""
        return self.calendars[0].day_of_rest

    def next_open(self, at: datetime) -> datetime | None:
        """The first open instant at or after this one: itself when it is open then. None if there is none."""
        return self._found(self._opening(self._ticks(at)))

    def next_close(self, at: datetime) -> datetime | None:
        """The first closing after this instant. None if it stays open, or stays closed, for ever."""
        return self._found(self._closing(self._ticks(at)))

    def previous_close(self, at: datetime) -> datetime | None:
        """The last closing at or before this instant. None if there is none."""
        ticks = self._ticks(at)
        later = ticks if self.is_open(at) else -1  # a span that touches one we stand in did not close
        for block in islice(self._blocks_from(ticks, step=-1), PATIENCE):
            for start, end in zip(reversed(block.starts), reversed(block.ends), strict=True):
                if end <= ticks and end != later:
                    return self._told(end)
                if start <= ticks:
                    later = start
        return None

    def _forward(self, at: int, ticks: int) -> int:
        needed = ticks + self._block_of(at)[1].open_until(at)
        for block in self._blocks_from(at, step=1):
            if needed <= block.total:
                index = bisect_left(block.before, needed) - 1
                return block.starts[index] + needed - block.before[index]
            needed -= block.total
        raise NeverOpen("hours", "they are not open for so long, however long one waits")

    def _backward(self, at: int, ticks: int) -> int:
        needed = self._block_of(at)[1].open_until(at) - ticks
        blocks = self._blocks_from(at, step=-1)
        next(blocks)
        index, block = self._block_of(at)
        while needed < 0:
            if (earlier := next(blocks, None)) is None:
                raise NeverOpen("hours", "they have not been open for so long, however far one goes back")
            block = earlier
            needed += block.total
        index = bisect_right(block.before, needed) - 1
        return block.starts[index] + needed - block.before[index]

    def _opening(self, at: int) -> int | None:
        for block in self._blocks_from(at, step=1):
            index = bisect_right(block.ends, at)
            if index < len(block.starts):
                return max(at, block.starts[index])
        return None

    def _closing(self, at: int) -> int | None:
        """Walks on as long as one span touches the next: a day and night shop may never close."""
        end: int | None = None
        border = at // BLOCK_TICKS * BLOCK_TICKS
        for block in islice(self._blocks_from(at, step=1), PATIENCE):
            border += BLOCK_TICKS
            for start, stop in zip(block.starts, block.ends, strict=True):
                if stop > at and end not in (None, start):
                    return end
                end = stop if stop > at else end
            if end is not None and end < border:
                return end
        return None

    def _blocks_from(self, at: int, *, step: int) -> Iterator[Block]:
        """One after the other, until there was nothing open for 30 years or the calendar ends."""
        index, empty = at // BLOCK_TICKS, 0
        while FIRST_BLOCK <= index <= LAST_BLOCK and empty <= PATIENCE:
            block = self._block(index)
            empty = 0 if block.total else empty + 1
            index += step
            yield block

    def _block_of(self, at: int) -> tuple[int, Block]:
        index = at // BLOCK_TICKS
        return index, self._block(index)

    def _block(self, index: int) -> Block:
        if index not in self._blocks:
            spans = merged(span for calendar in self.calendars for span in calendar.open_spans(index))
            sums = list(accumulate(((end - start) * SECOND for start, end in spans), initial=0))
            starts, ends = [start * SECOND for start, _ in spans], [end * SECOND for _, end in spans]
            self._blocks[index] = Block(starts, ends, sums[:-1], sums[-1])
        return self._blocks[index]

    def _ticks(self, at: datetime) -> int:
        if at.year not in YEARS:
            raise HoursProblem("start", TOO_FAR)
        aware = at if at.tzinfo else at.replace(tzinfo=self.zone)
        return (aware - EPOCH) // TICK

    def _told(self, ticks: int) -> datetime:
        return EPOCH + ticks * TICK

    def _found(self, ticks: int | None) -> datetime | None:
        return None if ticks is None else self._told(ticks)
