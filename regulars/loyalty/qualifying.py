"""What counts towards tiers at an instant: of which credits, over which period, and what has rolled over into it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from regulars.loyalty.book import Book, UsedUp
from regulars.loyalty.earning import Award, award, bought
from regulars.loyalty.models import Lot, Programme
from regulars.loyalty.periods import anniversaries, end_of, later, start_of
from regulars.loyalty.runs import Run, run_at
from regulars.loyalty.tier_terms import IN_A_ROW, YEARS, Amounts

BEFORE_ALL = datetime.min.replace(tzinfo=UTC)
TICK = timedelta(microseconds=1)
NONE = (0, 0)
SHORT_MONTHS = timedelta(days=4)  # a month before 31 March is not a month after 28 February
COUNTED = {  # as `counted` says, in SQL
    "points": "qualifies - qualifies_back",
    "spend": "spend - spend_back",
    "orders": "(is_order AND NOT (charged = issued AND issued > 0) AND NOT (spend_back = spend AND spend > 0))::int",
}


def amounts(book: Book, at: datetime) -> Amounts:
    """What counts at this instant."""
    if book.terms.tiers.basis == "balance":
        return {"balance": book.account.balance + book.account.held}
    if book.terms.tiers.are_own:
        return run(book, at).amounts(book.terms.tiers)
    return of_period(book, began(book, at), at + TICK, at)


def of_period(book: Book, begin: datetime, end: datetime, at: datetime) -> Amounts:
    """What counts of a period, as it is known at this instant."""
    tiers = book.terms.tiers
    sums = _sums((lot for lot in _counting(book, at) if begin <= lot.activates_at < end), tiers.measures)
    if tiers.rolls_over and tiers.levels:
        sums[tiers.basis] += _rolled_over(book, begin, at)
    return sums


def ever(book: Book, at: datetime) -> Amounts:
    """What they have collected in all their time."""
    names = {name for level in book.terms.tiers.levels for name in level.for_good} - {YEARS, IN_A_ROW}
    return _sums(_active(book, at), names) if names else {}


def ever_in(book: Book, at: datetime) -> Callable[[int], Amounts]:
    """The same; and, of a rank, for how many years they stood in it, or higher."""
    collected, counts_years = ever(book, at), book.terms.tiers.counts_years
    return lambda rank: {**collected, **(_stood(book, rank, at) if counts_years else {})}


def run(book: Book, at: datetime) -> Run:
    """Their own period, where a tier begins one."""
    tiers = book.terms.tiers
    collected = [(lot.activates_at, _sums([lot], {*tiers.measures, tiers.basis})) for lot in _active(book, at)]
    return run_at(tiers, collected, joined=book.account.joined_at, at=at, clock=book.programme.clock)


def began(book: Book, at: datetime) -> datetime:
    """When the period began that this instant is in."""
    period, clock = book.terms.tiers.period, book.programme.clock
    if period.kind == "calendar":
        return start_of(at, period.whole, clock.zone, begins=clock.year_begins)
    if period.kind == "anniversary":
        return max((each for each in _years_of(book, at) if each <= at), default=BEFORE_ALL)
    return run(book, at).begin if period.kind == "own" else BEFORE_ALL


def entitling_periods(book: Book, at: datetime) -> list[datetime]:
    """When the period began that this instant is in, and before it those that entitle to a tier in it: the first first."""
    tiers = book.terms.tiers
    if not tiers.has_periods:
        return []
    begins = [began(book, at)]
    for _each in range((tiers.starts == "next period") + (tiers.keeps == "next period end")):
        begins.insert(0, began(book, begins[0] - TICK))
    return begins


def boundary(book: Book, at: datetime) -> datetime | None:
    """When the period ends that this instant is in."""
    period, clock = book.terms.tiers.period, book.programme.clock
    if period.kind == "calendar":
        return end_of(at, period.whole, clock.zone, begins=clock.year_begins)
    if period.kind == "own":
        return run(book, at).end(book.terms.tiers, clock)
    return min((each for each in _years_of(book, at) if each > at), default=None)


def first_to_leave(book: Book, at: datetime) -> datetime | None:
    """When the next credit leaves a rolling period."""
    return min((_leaves(book, lot) for lot in _counting(book, at)), default=None)


def earliest(programme: Programme, at: datetime) -> datetime:
    """What became active before this counts for no tier at this instant, nor at a later one."""
    tiers, zone = programme.promised.tiers, programme.clock.zone
    period = tiers.period
    if period.kind in ("ever", "own") or tiers.rolls_over:
        return BEFORE_ALL
    if period.kind == "calendar":
        return start_of(at, period.whole, zone, begins=programme.clock.year_begins)
    back = later(at, -period.count, period.unit, zone) if period.kind == "rolling" else later(at, -1, "year", zone)
    return back - SHORT_MONTHS


def counted(lot: Lot | UsedUp, measure: str) -> int:
    """What a credit counts, less what was refunded of it."""
    if isinstance(lot, UsedUp):
        return getattr(lot, measure)
    if measure == "points":
        return lot.qualifies - lot.qualifies_back
    if measure == "spend":
        return lot.spend - lot.spend_back
    if measure != "orders":
        whole, back = (lot.counts or {}).get(measure, NONE)
        return whole - back
    is_refunded = lot.charged == lot.issued > 0 or lot.spend_back == lot.spend > 0
    return int(lot.is_order and not is_refunded)


def refund(lot: Lot, how: Mapping[str, Any] | None, left: Award | None, *, before: int, is_all: bool = False) -> None:
    """So much of a credit was refunded, or was not after all: what is `left` of its purchase counts, where that says how the credit came
    about; else its share (`before` is the one until now, see `share_back`).
    """
    whole = award(bought(how, lot.spend), how) if how and left is not None else None
    if lot.counts:
        lot.counts = {name: _counter(lot, name, whole, left, is_all=is_all) for name in lot.counts}
    if is_all:
        lot.qualifies_back = lot.qualifies
    elif not (lot.charged or lot.spend_back):
        lot.qualifies_back = 0
    elif left is not None and whole and whole.qualifying == lot.qualifies:
        lot.qualifies_back = _back(lot, lot.qualifies, left.qualifying, left)
    else:
        lot.qualifies_back = max(0, min(lot.qualifies, lot.qualifies_back + share_back(lot) - before))


def share_back(lot: Lot) -> int:
    """What of it would count no more by the share of its points that was charged; of its money, where it has none."""
    return _share_back(lot, lot.qualifies)


def _share_back(lot: Lot, counts: int) -> int:
    whole, back = (lot.issued, lot.charged) if lot.issued else (lot.spend, lot.spend_back)
    return counts - counts * (whole - back) // whole if whole else 0


def _counter(lot: Lot, name: str, whole: Award | None, left: Award | None, *, is_all: bool) -> tuple[int, int]:
    """What it counts, and what of that was refunded."""
    counts = lot.counts[name][0]
    if is_all:
        return counts, counts
    if not (lot.charged or lot.spend_back):
        return counts, 0
    if whole and left and whole.counters.get(name) == counts:
        return counts, _back(lot, counts, left.counters.get(name, 0), left)
    return counts, _share_back(lot, counts)


def _back(lot: Lot, counts: int, remains: int, left: Award) -> int:
    """What counts no more where so much remains by what is `left` of the purchase."""
    back = max(0, counts - remains)
    by_number = lot.issued - lot.charged < left.points  # so much was taken, whatever is left of the purchase
    return max(back, _share_back(lot, counts)) if by_number else back


def _stood(book: Book, rank: int, at: datetime) -> dict[str, int]:
    """For how many whole years they were in a tier of this rank, or a higher one, all together, and up to now."""
    before, since = timedelta(0), None
    for each in (*book.stood, *book.standings):
        if each.at > at:
            break
        is_in = book.terms.tiers.rank(each.tier) >= rank
        if is_in and since is None:
            since = each.at
        elif since and not is_in:
            before, since = before + (each.at - since), None
    in_a_row = at - since if since else timedelta(0)
    return {YEARS: _years(book, at, before + in_a_row), IN_A_ROW: _years(book, at, in_a_row)}


def _years(book: Book, at: datetime, length: timedelta) -> int:
    zone, years = book.programme.clock.zone, length.days // 365
    return years - (later(at - length, years, "year", zone) > at)


def _sums(lots: Iterable[Lot | UsedUp], measures: Iterable[str]) -> dict[str, int]:
    several = list(lots)
    return {name: sum(counted(lot, name) for lot in several) for name in measures}


def _rolled_over(book: Book, begin: datetime, at: datetime) -> int:
    """Into the period that begins then, of all periods before: each has what it collected, and what has come over to it."""
    tiers = book.terms.tiers
    of_each: dict[datetime, list[Lot | UsedUp]] = defaultdict(list)
    for lot in _counting(book, at):
        of_each[began(book, lot.activates_at)].append(lot)
    period, over = min(of_each, default=begin), 0
    while period < begin:
        own = _sums(of_each.get(period, ()), tiers.measures)
        over = _beyond(book, own, over)
        period = boundary(book, period) or begin
    return over


def _beyond(book: Book, own: dict[str, int], over: int) -> int:
    tiers = book.terms.tiers
    how, whole = tiers.rolls_over, own[tiers.basis] + over
    rank = tiers.earned(own | {tiers.basis: whole})
    if how is None or rank < 0:
        return 0
    left = max(0, whole - tiers.levels[rank].min)
    left = left if how.again else min(left, own[tiers.basis])
    return left if how.most is None else min(left, how.most)


def _active(book: Book, at: datetime) -> Iterator[Lot | UsedUp]:
    yield from (several for several in book.used_up if several.activates_at <= at)
    for lot in book.lots:
        is_active = lot.activates_at and lot.activates_at <= at and not lot.pending
        if is_active and (not lot.expires_at or lot.activates_at < lot.expires_at):
            yield lot


def _counting(book: Book, at: datetime) -> Iterator[Lot | UsedUp]:
    """What was active by then, and has not left a rolling period."""
    active = _active(book, at)
    is_rolling = book.terms.tiers.period.kind == "rolling"
    return (lot for lot in active if at < _leaves(book, lot)) if is_rolling else active


def _leaves(book: Book, lot: Lot | UsedUp) -> datetime:
    period = book.terms.tiers.period
    return later(lot.activates_at, period.count, period.unit, book.programme.clock.zone)


def _years_of(book: Book, at: datetime) -> list[datetime]:
    return anniversaries(book.account.joined_at, at, book.programme.clock.zone)
