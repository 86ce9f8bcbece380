"""Two accounts as one: each credit goes over whole, with its dates and its story, and knows the way home."""

from __future__ import annotations

from datetime import datetime

from regulars.loyalty import tiering
from regulars.loyalty.book import NAMES, OUTSIDE, Book
from regulars.loyalty.falling_due import release, settle
from regulars.loyalty.keeping import family_of, keep, opened
from regulars.loyalty.models import Account, Hold, Lot, Operation, Standing


def join_into(keeper: Account, other: Account, *, at: datetime) -> None:
    """`other` goes on in `keeper`: points, debt, holds, and the higher of both tiers."""
    giver, taker = opened(other.pk, keeper.pk, at=at, with_old=True)
    if giver is taker:  # they are one by now: nobody goes on in themselves
        return
    now = max(giver.now(at), taker.now(at))
    for book in (giver, taker):
        settle(book, now)
    debt = giver.account.debt
    undo = {"account": other.pk, "debt": debt, "tier": giver.account.own_tier}
    _carry(giver, taker, list(giver.lots), Operation.Kind.MERGE, debt, undo, at=now)
    if giver.account.carried:
        taker.account.carried = (taker.account.carried or 0) + giver.account.carried
        giver.account.carried = None
    taker.account.lapses_at = max(filter(None, (giver.account.lapses_at, taker.account.lapses_at)), default=None)
    _keep_higher_tier(giver, taker, at=now)
    giver.account.merged_into, giver.account.review_at, giver.account.lapses_at = taker.account, None, None
    keep(giver, taker)
    earlier = min(keeper.joined_at, other.joined_at)
    Account.objects.filter(pk=keeper.pk).update(joined_at=earlier)


def part_from(other: Account, *, at: datetime) -> None:
    """`other` stands for itself again, with what is left of its own credits, and as much of its debt as is not paid."""
    family = family_of(other.pk)
    Account.objects.filter(pk=other.pk).update(merged_into=None)
    giver, taker = opened(other.merged_into_id, other.pk, at=at, with_old=True)
    now = max(giver.now(at), taker.now(at))
    merge = Operation.objects.filter(kind=Operation.Kind.MERGE, reckoned__account=other.pk).order_by("-pk").first()
    debt = min(giver.account.debt, merge.reckoned["debt"] if merge else 0)
    own = [lot for lot in giver.lots if lot.home_id in family]
    _release_what_is_of_both(giver, {lot.pk for lot in own}, at=now)
    _carry(giver, taker, own, Operation.Kind.PART, debt, {"account": other.pk}, at=now)
    taker.account.own_tier = merge.reckoned["tier"] if merge else ""
    tiering.look_again(taker, now)
    tiering.show(taker, now, Standing.Why.JOINED)
    tiering.look(giver, now)
    keep(giver, taker)


def _carry(
    giver: Book, taker: Book, lots: list[Lot], kind: str, debt: int, undo: dict[str, object], *, at: datetime
) -> None:
    amount = sum(lot.available for lot in lots)
    facts = {"amount": amount, "at": at, "reckoned": undo}
    with giver.doing(kind, **facts) as left, taker.doing(kind, **facts) as came:
        for lot in lots:
            for bucket, name in NAMES.items():
                points = getattr(lot, name)
                giver.move(left, lot, bucket, OUTSIDE, points)
                taker.move(came, lot, OUTSIDE, bucket, points)
            lot.home_id = None if lot.home_id == taker.account.pk else lot.home_id or giver.account.pk
            lot.account = taker.account
            taker.touch(lot)
        giver.lots = [lot for lot in giver.lots if lot not in lots]
        taker.lots += lots
        _carry_holds(giver, taker, {lot.pk for lot in lots})
        giver.owe(left, -debt, at=at)
        taker.owe(came, debt, at=at)
        taker.pay_debt(came, at=at)


def _carry_holds(giver: Book, taker: Book, lots: set[int]) -> None:
    """Those whose points have gone over."""
    for hold in list(giver.holds):
        if {lot.pk for lot, _part in giver.allocations[hold.pk]} <= lots:
            giver.holds.remove(hold)
            taker.holds.append(hold)
            taker.allocations[hold.pk] = giver.allocations.pop(hold.pk)
            Hold.objects.filter(pk=hold.pk).update(account=taker.account)


def _release_what_is_of_both(book: Book, own: set[int], *, at: datetime) -> None:
    for hold in book.holds:
        taken = {lot.pk for lot, _part in book.allocations[hold.pk]}
        if hold.state == Hold.State.OPEN and taken & own and taken - own:
            release(book, hold, hold.amount, at=at)
            hold.end(Hold.State.RELEASED)


def _keep_higher_tier(giver: Book, taker: Book, *, at: datetime) -> None:
    tiers, theirs, ours = taker.terms.tiers, giver.account, taker.account
    if tiers.rank(theirs.own_tier) > tiers.rank(ours.own_tier):
        ours.own_tier, ours.review_at, ours.is_in_grace = theirs.own_tier, theirs.review_at, theirs.is_in_grace
    if tiers.rank(theirs.given_tier) > tiers.rank(ours.given_tier):
        ours.given_tier, ours.given_until = theirs.given_tier, theirs.given_until
    tiering.show(taker, at, Standing.Why.JOINED)
    tiering.look(taker, at)
