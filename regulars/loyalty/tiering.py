"""In which tier a member is: a plain reckoning over what counts until then, so that it can be done again and comes out the same.

Up at once, or with the next period. Down only when it is time to look again, after a grace if there is one; or, where a tier
`follows`, as soon as what it takes is gone.
"""

from __future__ import annotations

from datetime import datetime

from regulars.loyalty.book import Book
from regulars.loyalty.dating import keep_or_date
from regulars.loyalty.models import Standing
from regulars.loyalty.qualifying import (
    TICK,
    amounts,
    boundary,
    entitling_periods,
    ever_in,
    first_to_leave,
    of_period,
    run,
)


def look(book: Book, at: datetime) -> None:
    """After something that counts: up at once if it is enough, also for a period that is over and was told of late."""
    tiers, account = book.terms.tiers, book.account
    if not (tiers.levels or account.own_tier or account.tier):
        return
    rank, entitled = tiers.rank(account.own_tier), deserved(book, at)
    reached = entitled if tiers.starts == "now" else tiers.earned(amounts(book, at), held=rank)
    if rank < 0 and account.own_tier:  # the tier is there no more
        account.own_tier = ""
        show(book, at, Standing.Why.CHANGED)
    if entitled > rank:
        _stand(book, entitled, at, Standing.Why.REACHED)
    elif reached >= rank >= 0 and account.is_in_grace:
        _stand(book, rank, at, Standing.Why.REACHED)
    elif entitled < rank and tiers.keeps == "follows":
        _fall(book, rank, entitled, at)
    elif reached > rank:
        account.review_at = min(filter(None, (account.review_at, boundary(book, at))))
    keep_or_date(book, at)


def review(book: Book, at: datetime) -> None:
    """It is time to look again, or what was given by hand has ended."""
    account, tiers = book.account, book.terms.tiers
    if account.given_until and account.given_until <= at:
        account.given_tier, account.given_until = "", None
        show(book, at, Standing.Why.ENDED)
    if account.review_at and account.review_at <= at:
        rank, entitled = tiers.rank(account.own_tier), deserved(book, at)
        if entitled < rank:
            _fall(book, rank, entitled, at)
        else:
            _stand(book, entitled, at, Standing.Why.REACHED)


def look_again(book: Book, at: datetime) -> None:
    """Also where nothing has happened, but the terms may be others: nobody falls by it before it is time."""
    look(book, at)
    rank = book.terms.tiers.rank(book.account.own_tier)
    if rank >= 0 and not book.account.review_at:
        book.account.review_at = _after(at, _next_review(book, rank, at))


def enter(book: Book, word: str, at: datetime) -> None:
    """They come along in this tier, which lasts as if they had reached it now."""
    _stand(book, book.terms.tiers.rank(word), at, Standing.Why.REACHED)
    if book.terms.tiers.keeps == "next period end" and book.account.review_at:
        book.account.review_at = boundary(book, book.account.review_at)


def deserved(book: Book, at: datetime) -> int:
    """What they are entitled to: by what the periods were enough for that count for this one, or by what counts now; or for good."""
    tiers = book.terms.tiers
    held, for_good = tiers.rank(book.account.own_tier), tiers.earned_for_good(ever_in(book, at))
    if tiers.are_own:
        return max(for_good, run(book, at).rank)
    if not _by_periods(book):
        return max(for_good, tiers.earned(amounts(book, at), held=held))
    *before, begin = begins = entitling_periods(book, at)
    amounts_of = [of_period(book, since, until, at) for since, until in zip(before, begins[1:], strict=True)]
    if tiers.starts == "now":
        amounts_of.append(of_period(book, begin, at + TICK, at))
    return max([for_good, *(tiers.earned(each, held=held) for each in amounts_of)])


def missing_to_stay(book: Book, at: datetime) -> list[dict[str, int]]:
    """By each way, what they have yet to collect so that they stay in their tier when it is looked at again. Nothing, where that is
    certain, or nothing helps.
    """
    tiers, account = book.terms.tiers, book.account
    rank, review_at = tiers.rank(account.own_tier), account.review_at
    if rank < 0 or review_at is None or tiers.downgrade == "none" or deserved(book, review_at) >= rank:
        return []
    if _by_periods(book) and not tiers.are_own and tiers.starts == "now" and tiers.keeps == "period end":
        return []
    counted = amounts(book, at if _by_periods(book) else review_at)
    return tiers.missing(tiers.levels[rank], counted, is_held=True)


def show(book: Book, at: datetime, why: str) -> None:
    """The tier in which they are: their own, or at least the one that was given to them."""
    account, tiers = book.account, book.terms.tiers
    word = tiers.word(max(tiers.rank(account.own_tier), tiers.rank(account.given_tier)))
    if word != account.tier:
        account.tier, account.tier_since = word, at
        book.standings.append(Standing(account=account, tier=word, why=why, at=at))
        keep_or_date(book, at)


def _stand(book: Book, rank: int, at: datetime, why: str) -> None:
    account = book.account
    account.own_tier, account.is_in_grace = book.terms.tiers.word(rank), False
    account.review_at = _after(at, _next_review(book, rank, at))
    show(book, at, why)


def _after(at: datetime, due: datetime | None) -> datetime | None:
    """A day that is named, and past, does not come again."""
    return due if due and due > at else None


def _fall(book: Book, rank: int, entitled: int, at: datetime) -> None:
    tiers, account = book.terms.tiers, book.account
    if tiers.downgrade == "none":
        _stand(book, rank, at, Standing.Why.REACHED)
    elif tiers.grace and not account.is_in_grace:
        account.is_in_grace = True
        account.review_at = max(at + TICK, tiers.grace.after(at, book.programme.clock))
    elif not account.is_in_grace or (account.review_at and account.review_at <= at):
        _stand(book, max(entitled, rank - 1) if tiers.downgrade == "one step" else entitled, at, Standing.Why.LOST)


def _next_review(book: Book, rank: int, at: datetime) -> datetime | None:
    tiers = book.terms.tiers
    if tiers.keeps in ("period end", "next period end"):
        return boundary(book, at) if rank >= 0 or tiers.starts == "next period" else None
    if rank < 0:
        return None
    if tiers.keeps == "span":
        return tiers.span.after(at, book.programme.clock)
    if tiers.period.kind == "rolling" and tiers.basis != "balance":
        return first_to_leave(book, at)
    return boundary(book, at) if tiers.has_periods else None


def _by_periods(book: Book) -> bool:
    """Whether a period entitles to a tier in the next one, or until its own end."""
    tiers = book.terms.tiers
    return tiers.has_periods and (tiers.starts == "next period" or tiers.keeps not in ("span", "follows"))
