"""Days that differ from the week: closed days, other hours, public holidays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple, Protocol

from regulars.lib.hours.periods import told
from regulars.lib.hours.spans import Span

# "open": exactly these hours. "usual": the week's hours, whatever else closes the day. "shut": the week's hours but
# for these. "closed": none. The first of these that is said of a day wins.
Kind = Literal["open", "usual", "shut", "closed"]


class Special(NamedTuple):
    """What holds on one day; the periods are seconds of the day."""

    day: date
    kind: Kind
    periods: tuple[Span, ...] = ()


class Source(Protocol):
    """Where special days come from."""

    def in_year(self, year: int) -> Iterator[Special]: ...

    def to_json(self) -> object: ...


@dataclass(frozen=True)
class OwnDays:
    """Days of the house's own: one, or all from the first to the last, once or each year."""

    first: date
    last: date
    kind: Kind = "closed"
    periods: tuple[Span, ...] = ()
    is_yearly: bool = False

    def in_year(self, year: int) -> Iterator[Special]:
        for first, last in self._yearly(year) if self.is_yearly else [(self.first, self.last)]:
            first, last = max(first, date(year, 1, 1)), min(last, date(year, 12, 31))
            for number in range((last - first).days + 1):
                yield Special(first + timedelta(number), self.kind, self.periods)

    def _yearly(self, year: int) -> Iterator[tuple[date, date]]:
        """Also the range that began last year. 29 February is passed over in a year that has none."""
        length = self.last - self.first
        for began in (year - 1, year):
            try:
                first = self.first.replace(year=began)
            except ValueError:
                if not length:
                    continue
                first = date(began, 3, 1)
            yield first, first + length

    def to_json(self) -> dict[str, object]:
        named: dict[str, object] = {"from": str(self.first), "to": str(self.last)}
        named |= {"yearly": True} if self.is_yearly else {}
        match self.kind:
            case "open":
                return named | {"hours": [told(period) for period in self.periods]}
            case "shut":
                return named | {"closed": [told(period) for period in self.periods]}
            case "usual":
                return named | {"open": True}
        return named


@dataclass(frozen=True)
class PublicHolidays:
    """The public holidays of a country or of a part of it, as the `holidays` library knows them."""

    country: str
    subdivision: str | None = None

    def in_year(self, year: int) -> Iterator[Special]:
        return (Special(day, "closed") for day in _public(self.country, self.subdivision, year))

    def to_json(self) -> str:
        return f"{self.country}-{self.subdivision}" if self.subdivision else self.country


@lru_cache(maxsize=1024)
def _public(country: str, subdivision: str | None, year: int) -> tuple[date, ...]:
    import holidays

    found = holidays.country_holidays(country, subdiv=subdivision, years=year)
    return tuple(sorted(day for day in found if day.year == year))
