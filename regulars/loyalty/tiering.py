"""In which tier a member is: a plain reckoning over what counts until then, so that it can be done again and comes out the same.

Up at once, or with the next period. Down only when it is time to look again, after a grace if there is one; or, where a tier
`follows`, as soon as what it takes is gone.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from regulars.loyalty.models import Lot, Programme, Standing
from regulars.loyalty.periods import end_of, later, midnight, start_of
from regulars.loyalty.terms import Tiers

if TYPE_CHECKING:
    from regulars.loyalty.book import Book

BEFORE_ALL = datetime.min.replace(tzinfo=UTC)
TICK = timedelta(microseconds=1)
SHORT_MONTHS = timedelta(days=4)  # a month before 31 March is not a month after 28 February


def look(book: Book, at: datetime) -> None:
    """After something that counts: up at once if it is enough."""
    tiers, account = book.terms.tiers, book.account
    if not tiers.levels and not account.own_tier:
        return
    rank, reached = tiers.rank(account.own_tier), tiers.earned(amount(book, at))
    if rank < 0 and account.own_tier:  # the tier is there no more
        account.own_tier = ""
        show(book, at, Standing.Why.CHANGED)
    if reached > rank and tiers.starts == "now":
        _stand(book, reached, at, Standing.Why.REACHED)
    elif reached >= rank >= 0 and account.is_in_grace:
        _stand(book, rank, at, Standing.Why.REACHED)
    elif reached < rank and tiers.keeps == "follows":
        _fall(book, rank, reached, at)
    elif reached > rank and not account.review_at:
        account.review_at = _boundary(book, at)


def review(book: Book, at: datetime) -> None:
    """It is time to look again, or what was given by hand has ended."""
    account, tiers = book.account, book.terms.tiers
    if account.given_until and account.given_until <= at:
        account.given_tier, account.given_until = "", None
        show(book, at, Standing.Why.ENDED)
    if account.review_at and account.review_at <= at:
        rank, deserved = tiers.rank(account.own_tier), _deserved(book, at)
        if deserved < rank:
            _fall(book, rank, deserved, at)
        else:
            _stand(book, deserved, at, Standing.Why.REACHED)


def look_again(book: Book, at: datetime) -> None:
    """Also where nothing has happened, but the terms may be others: nobody falls by it before it is time."""
    look(book, at)
    rank = book.terms.tiers.rank(book.account.own_tier)
    if rank >= 0 and not book.account.review_at:
        book.account.review_at = _after(at, _next_review(book, rank, at))


def enter(book: Book, word: str, at: datetime) -> None:
    """They come along in this tier, and are looked at as if they had reached it now."""
    _stand(book, book.terms.tiers.rank(word), at, Standing.Why.REACHED)


def amount(book: Book, at: datetime) -> int:
    """What counts towards a tier at this instant."""
    if book.terms.tiers.basis == "balance":
        return book.account.balance + book.account.held
    return _sum(book, _began(book, at), at + TICK, at)


def show(book: Book, at: datetime, why: str) -> None:
    """The tier in which they are: their own, or at least the one that was given to them."""
    account, tiers = book.account, book.terms.tiers
    word = tiers.word(max(tiers.rank(account.own_tier), tiers.rank(account.given_tier)))
    if word != account.tier:
        account.tier, account.tier_since = word, at
        book.standings.append(Standing(account=account, tier=word, why=why, at=at))


def _stand(book: Book, rank: int, at: datetime, why: str) -> None:
    account = book.account
    account.own_tier, account.is_in_grace = book.terms.tiers.word(rank), False
    account.review_at = _after(at, _next_review(book, rank, at))
    show(book, at, why)


def _after(at: datetime, due: datetime | None) -> datetime | None:
    """A day that is named, and past, does not come again."""
    return due if due and due > at else None


def _fall(book: Book, rank: int, deserved: int, at: datetime) -> None:
    tiers, account = book.terms.tiers, book.account
    if tiers.downgrade == "none":
        _stand(book, rank, at, Standing.Why.REACHED)
    elif tiers.grace and not account.is_in_grace:
        account.is_in_grace = True
        account.review_at = max(at + TICK, tiers.grace.after(at, book.programme.clock))
    elif not account.is_in_grace or (account.review_at and account.review_at <= at):
        _stand(book, max(deserved, rank - 1) if tiers.downgrade == "one step" else deserved, at, Standing.Why.LOST)


def _next_review(book: Book, rank: int, at: datetime) -> datetime | None:
    tiers = book.terms.tiers
    if tiers.keeps in ("period end", "next period end"):
        return _boundary(book, at) if rank >= 0 or tiers.starts == "next period" else None
    if rank < 0:
        return None
    if tiers.keeps == "span":
        return tiers.span.after(at, book.programme.clock)
    if tiers.period.kind == "rolling" and tiers.basis != "balance":
        return min((_leaves(book, lot) for lot in _counting(book, at)), default=None)
    return _boundary(book, at) if _has_periods(tiers) else None


def _deserved(book: Book, at: datetime) -> int:
    """At the end of a period, what the periods that entitle to this one were enough for; else what counts now."""
    tiers = book.terms.tiers
    if not _has_periods(tiers) or tiers.keeps in ("span", "follows"):
        return tiers.earned(amount(book, at))
    entitling = (tiers.starts == "next period") + (tiers.keeps == "next period end")
    began = _began(book, at)
    sums = [_sum(book, began, at + TICK, at)] if tiers.starts == "now" else [0]
    for _each in range(entitling):
        before = _began(book, began - TICK)
        sums.append(_sum(book, before, began, at))
        began = before
    return max(tiers.earned(each) for each in sums)


def _has_periods(tiers: Tiers) -> bool:
    return tiers.period.kind in ("calendar", "anniversary") and tiers.basis != "balance"


def _began(book: Book, at: datetime) -> datetime:
    """When the period began that this instant is in."""
    period, clock = book.terms.tiers.period, book.programme.clock
    if period.kind == "calendar":
        return start_of(at, period.whole, clock.zone, begins=clock.year_begins)
    if period.kind == "anniversary":
        return max((each for each in _anniversaries(book, at) if each <= at), default=BEFORE_ALL)
    return BEFORE_ALL


def _boundary(book: Book, at: datetime) -> datetime | None:
    """When the period ends that this instant is in."""
    period, clock = book.terms.tiers.period, book.programme.clock
    if period.kind == "calendar":
        return end_of(at, period.whole, clock.zone, begins=clock.year_begins)
    return min((each for each in _anniversaries(book, at) if each > at), default=None)


def _anniversaries(book: Book, at: datetime) -> list[datetime]:
    """Those around an instant, of the day on which they joined."""
    zone = book.programme.clock.zone
    joined = midnight(book.account.joined_at.astimezone(zone).date(), zone)
    years = at.astimezone(zone).year - joined.astimezone(zone).year
    return [later(joined, each, "year", zone) for each in (years - 1, years, years + 1)]


def _sum(book: Book, begin: datetime, end: datetime, at: datetime) -> int:
    basis = book.terms.tiers.basis
    return sum(counted(lot, basis) for lot in _counting(book, at) if begin <= lot.activates_at < end)


def _counting(book: Book, at: datetime) -> Iterator[Lot]:
    """What was active by then, and has not left a rolling period."""
    is_rolling = book.terms.tiers.period.kind == "rolling"
    for lot in book.lots:
        is_active = lot.activates_at and lot.activates_at <= at and not lot.pending
        was_ever = is_active and (not lot.expires_at or lot.activates_at < lot.expires_at)
        if was_ever and (not is_rolling or at < _leaves(book, lot)):
            yield lot


def _leaves(book: Book, lot: Lot) -> datetime:
    period = book.terms.tiers.period
    return later(lot.activates_at, period.count, period.unit, book.programme.clock.zone)


def earliest(programme: Programme, at: datetime) -> datetime:
    """What became active before this counts for no tier at this instant, nor at a later one."""
    period, zone = programme.promised.tiers.period, programme.clock.zone
    if period.kind == "ever":
        return BEFORE_ALL
    if period.kind == "calendar":
        return start_of(at, period.whole, zone, begins=programme.clock.year_begins)
    back = later(at, -period.count, period.unit, zone) if period.kind == "rolling" else later(at, -1, "year", zone)
    return back - SHORT_MONTHS


def counted(lot: Lot, basis: str) -> int:
    """What a credit counts, less what was refunded of it."""
    if basis == "spend":
        return lot.spend - lot.spend_back
    is_refunded = lot.charged == lot.issued > 0 or lot.spend_back == lot.spend > 0
    if basis == "orders":
        return int(lot.is_order and not is_refunded)
    if lot.issued:
        return lot.qualifies * (lot.issued - lot.charged) // lot.issued
    return lot.qualifies * (lot.spend - lot.spend_back) // lot.spend if lot.spend else lot.qualifies
