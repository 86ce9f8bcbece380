"""What a programme says of its tiers: what they take, over what time, how long they last, and what they give."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from regulars.loyalty.periods import Unit, Whole
from regulars.loyalty.spans import MOST, Counter, Part, Points, Span, Words, is_factor

MEASURES = ("points", "spend", "orders")
YEARS, IN_A_ROW = "years", "years in a row"  # that somebody has stood in a tier, or a higher one
Measure = Annotated[Counter, Field(min_length=1)]  # or one of the counters
Enough = Annotated[int, Field(ge=1, le=MOST)]
Demand = dict[Measure, Enough]  # all that it names
Way = Annotated[Demand, Field(min_length=1)]
Amounts = Mapping[str, int]  # by measure; or what there is of the balance


class Period(Part):
    """Over what time it is added up what somebody has earned, spent or bought."""

    kind: Literal["ever", "calendar", "rolling", "anniversary", "own"] = Field(
        "calendar",
        description="own: of each member from when they reached a tier, or kept it. What it takes is used up by that, and a higher one "
        "takes its own `min` anew.",
    )
    whole: Literal["month", "quarter", "half year", "year"] = Field("year", description="Of calendar.")
    count: int = Field(12, ge=1, le=1200, description="Of rolling and own.")
    unit: Unit = Field("month", description="Of rolling and own.")
    round_to: Whole = Field("nothing", description="Of own: until the end of the month, … that this leads into.")


class Level(Part):
    """A tier: whoever has reached `min` is in it."""

    word: Words = Field(min_length=1, description="What programs call it: silver. Stays when the name changes.")
    name: Words = Field(min_length=1)
    min: Points
    also: Demand = Field({}, description='Beside `min`, so much of other measures: {"spend": 2300000}.')
    ways: list[Way] = Field(
        [],
        max_length=5,
        description='Instead of all this, what one of these names is enough: [{"orders": 25}, {"spend": 400000, "points": 12}].',
    )
    stays: list[Way] = Field(
        [],
        max_length=5,
        description="Whoever is in it stays by one of these, too, where that takes less than to reach it.",
    )
    for_good: Demand = Field(
        {},
        description="Whoever has collected all of this since they joined never falls below it. `years`, and `years in a row`, are those in "
        "which they stood in it or a higher one.",
    )
    keeps_points: bool = Field(
        False, description="Points of whoever is in it are never over. When they leave it, their time is counted anew."
    )
    benefits: dict[str, Any] = Field({}, description='What it gives: {"multiplier": "1.5", "free shipping": true}.')

    @property
    def multiplier(self) -> Fraction:
        return Fraction(str(self.benefits.get("multiplier", 1)))

    @model_validator(mode="after")
    def _fits(self) -> Level:
        if not is_factor(str(self.benefits.get("multiplier", 1))) or not self.multiplier:
            raise ValueError("multiplier is a number above 0 such as 1.5 or 7/6")
        return self


class RollOver(Part):
    """What goes beyond the `min` of the tier that a period has earned counts in the next period, too."""

    again: bool = Field(False, description="And in the one after it: also what had rolled over itself.")
    most: Enough | None = Field(None, description="No more than so much.")


class Tiers(Part):
    """Who stands in which tier, from when and how long."""

    basis: Literal["points", "spend", "orders", "balance"] = Field(
        "points", description="points: those that qualify, whether spent or not. balance: what may be spent now."
    )
    called: Words = Field(
        "", description="What members read for points that count here, where it is another word: nights."
    )
    period: Period = Period()
    starts: Literal["now", "next period"] = "now"
    keeps: Literal["period end", "next period end", "span", "follows"] = Field(
        "next period end", description="follows: a tier is left as soon as what it takes is not there any more."
    )
    span: Span = Field(Span(count=12, unit="month"), description="For `keeps: span`, from when the tier was reached.")
    downgrade: Literal["none", "one step", "earned"] = "earned"
    grace: Span | None = Field(None, description="So much longer to make up what is missing.")
    rolls_over: RollOver | None = Field(
        None, description="Of calendar, anniversary and own periods, in what `basis` says."
    )
    counters: list[Measure] = Field(
        [],
        max_length=5,
        description="What else tiers may take, beside points, spend and orders: nights, miles flown. Rules count it.",
    )
    levels: list[Level] = Field([], max_length=20)

    @model_validator(mode="after")
    def _in_order(self) -> Tiers:
        if [each.min for each in self.levels] != sorted({each.min for each in self.levels}):
            raise ValueError("each tier takes more than the one before")
        if len({each.word for each in self.levels}) < len(self.levels):
            raise ValueError("two tiers have the same word")
        if not self.has_periods and (self.starts == "next period" or self.keeps in ("period end", "next period end")):
            raise ValueError("without calendar or anniversary periods, tiers start now, and keep a span or follow")
        return self

    @model_validator(mode="after")
    def _by_what_is_known(self) -> Tiers:
        if len({*self.counters, *MEASURES, YEARS, IN_A_ROW, "balance"}) < len(self.counters) + 6:
            raise ValueError("each of the `counters` has a word of its own")
        for each in self.levels:
            named = {name for way in (each.also, *each.ways, *each.stays) for name in way}
            ever = set(each.for_good) - {YEARS, IN_A_ROW}
            if unknown := sorted((named | ever) - {*MEASURES, *self.counters}):
                raise ValueError(f"nothing is counted as “{unknown[0]}”: `counters` names what else counts")
        if self.period.kind == "own" and (self.keeps != "period end" or self.starts != "now" or self.grace):
            raise ValueError("by periods of their own, tiers start now, and keep to the period end without a grace")
        return self

    @model_validator(mode="after")
    def _by_what_there_is(self) -> Tiers:
        if any(self.basis in each.also for each in self.levels):
            raise ValueError("a tier takes also what it is not reckoned by: of that, `min` says how much")
        if self.basis == "balance" and any(
            each.also or each.ways or each.stays or each.for_good for each in self.levels
        ):
            raise ValueError("tiers by the balance take nothing else")
        if self.rolls_over and not self.has_periods:
            raise ValueError("only what is added up over calendar or anniversary periods rolls over")
        return self

    @property
    def has_periods(self) -> bool:
        return self.period.kind in ("calendar", "anniversary", "own") and self.basis != "balance"

    @property
    def are_own(self) -> bool:
        return self.period.kind == "own" and self.basis != "balance"

    @cached_property
    def measures(self) -> tuple[str, ...]:
        """All in which it is reckoned over a period."""
        ways = (way for each in self.levels for way in (*self.ways_into(each), *each.stays))
        return tuple(dict.fromkeys(name for way in ways for name in way))

    @property
    def needs_each(self) -> bool:
        """Whether sums of what was collected do not say enough: counters stand with each credit, and own periods begin at each."""
        return bool(self.counters) or self.are_own

    @cached_property
    def counts_years(self) -> bool:
        return any(name in each.for_good for each in self.levels for name in (YEARS, IN_A_ROW))

    @cached_property
    def keep_points(self) -> frozenset[str]:
        """The words of the tiers in which no points are over."""
        return frozenset(each.word for each in self.levels if each.keeps_points)

    def rank(self, word: str) -> int:
        """-1 for none, also when the tier is there no more."""
        return next((place for place, each in enumerate(self.levels) if each.word == word), -1)

    def word(self, rank: int) -> str:
        return self.levels[rank].word if rank >= 0 else ""

    def ways_into(self, level: Level) -> Iterator[Demand]:
        """Each of them is enough. The first is what the tier is known by."""
        yield {self.basis: level.min} | level.also
        yield from level.ways

    def is_enough(self, rank: int, amounts: Amounts, *, held: int = -1) -> bool:
        """Exactly enough is enough. `held`: the tier in which they are."""
        level = self.levels[rank]
        return _is_any([*self.ways_into(level), *(level.stays if rank <= held else ())], amounts)

    def earned(self, amounts: Amounts, *, held: int = -1) -> int:
        """The highest rank that so much is enough for."""
        ranks = range(len(self.levels))
        return max((rank for rank in ranks if self.is_enough(rank, amounts, held=held)), default=-1)

    def earned_for_good(self, ever: Callable[[int], Amounts]) -> int:
        """The same, by what somebody has collected in all their time: for each rank, as they stood in it for years."""
        ranks = (rank for rank, level in enumerate(self.levels) if level.for_good)
        return max((rank for rank in ranks if _is_any([self.levels[rank].for_good], ever(rank))), default=-1)

    def missing(self, level: Level, amounts: Amounts, *, is_held: bool = False) -> list[dict[str, int]]:
        """By each way into a tier, or to stay in it, what is not there yet; nothing, where it is enough."""
        ways = [
            {name: least - amounts.get(name, 0) for name, least in way.items() if amounts.get(name, 0) < least}
            for way in (*self.ways_into(level), *(level.stays if is_held else ()))
        ]
        return ways if all(ways) else []


def _is_any(ways: Iterable[Demand], amounts: Amounts) -> bool:
    return any(all(amounts.get(name, 0) >= least for name, least in way.items()) for way in ways)
