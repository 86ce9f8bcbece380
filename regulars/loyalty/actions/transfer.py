from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.customers.actor import Actor, By
from regulars.lib.refusal import refusal
from regulars.loyalty import tiering
from regulars.loyalty.book import AVAILABLE, NEVER, OUTSIDE, Book
from regulars.loyalty.checking import (
    checked_points,
    checked_words,
    refuse_more_than_there_is,
    refuse_who_left,
    refuse_who_may_not_spend,
)
from regulars.loyalty.falling_due import settle
from regulars.loyalty.keeping import keep, opened
from regulars.loyalty.keys import Key, once
from regulars.loyalty.models import Account, Operation


@once(Operation.Kind.SEND)
@transaction.atomic
def transfer(
    account: Account,
    *,
    to: Account,
    points: int,
    by: By,
    at: datetime | None = None,
    reason: str = "",
    key: Key | None = None,
) -> Operation:
    """Let a member give points to another one of the same programme. They keep their dates, and count for no tier of the other's.

    Raises ValidationError("points", "to", "member", "key").
    """
    checked_points(points)
    happened = at or timezone.now()
    giver, taker = opened(account.pk, to.pk, at=happened)
    _check(giver, taker)
    movable = [lot for lot in giver.in_turn() if lot.may_move]
    refuse_more_than_there_is(giver, points, available=sum(lot.available for lot in movable))
    now = max(giver.now(happened), taker.now(happened))
    settle(giver, now)
    settle(taker, now)
    said = {"happened_at": happened, "reason": checked_words(reason, longest=200, field="reason")}
    with (
        giver.doing(Operation.Kind.SEND, amount=points, at=now, by=Actor.of(by), key=key, **said) as sent,
        taker.doing(Operation.Kind.GET, amount=points, at=now, by=Actor.of(by), **said) as got,
    ):
        _move(giver, taker, sent, got, points, at=now)
    for book in (giver, taker):
        tiering.look(book, now)
    keep(giver, taker)
    return sent


def _check(giver: Book, taker: Book) -> None:
    if giver.account.pk == taker.account.pk:
        raise refusal("to", _("That is the same member."))
    if giver.account.programme_id != taker.account.programme_id:
        raise refusal("to", _("That member is in another programme."))
    if not giver.terms.may_transfer:
        raise refusal("to", _("This programme does not let members give points to each other."), "forbidden")
    refuse_who_may_not_spend(giver.account)
    refuse_who_left(taker.account)


def _move(giver: Book, taker: Book, sent: Operation, got: Operation, points: int, *, at: datetime) -> None:
    for lot in [each for each in giver.in_turn() if each.may_move]:
        part = min(points, lot.available)
        if part:
            lot.moved += part
            giver.move(sent, lot, AVAILABLE, OUTSIDE, part)
            ends = min(lot.expires_at or NEVER, giver.account.lapses_at or NEVER)
            dates = {"activates_at": lot.activates_at, "expires_at": None if ends == NEVER else ends}
            dates["lasts"] = lot.lasts if ends == NEVER else None  # what the giver's tier kept is dated by the taker's
            taker.arrive(got, taker.credit(got, part, AVAILABLE, parent=lot, **dates), at=at)
        points -= part
