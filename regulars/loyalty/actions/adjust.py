from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from regulars.customers.actor import Actor, By, agent_of
from regulars.lib.refusal import refusal
from regulars.loyalty import tiering
from regulars.loyalty.actions.earn import issue
from regulars.loyalty.book import REVERSED, Book
from regulars.loyalty.checking import checked_facts, checked_points, refuse_more_than_there_is, refuse_who_left
from regulars.loyalty.dating import dates
from regulars.loyalty.keeping import keep, opened
from regulars.loyalty.keys import Key, once
from regulars.loyalty.models import Account, Operation
from regulars.team.permissions import Permission

A_DAY = timedelta(days=1)


@once(Operation.Kind.ADJUST)
@transaction.atomic
def adjust(
    account: Account,
    *,
    points: int,
    reason: str,
    by: By,
    qualifying: int = 0,
    expires_at: datetime | None = None,
    at: datetime | None = None,
    reference: str = "",
    key: Key | None = None,
) -> Operation:
    """Give points for a reason of ours, or take so many: less than nothing. They may be spent at once, and count for no tier.

    `qualifying` lets so many count all the same. Raises ValidationError("points", "reason", "member", "key").
    """
    happened = at or timezone.now()
    [book] = opened(account.pk, at=happened)
    refuse_who_left(book.account)
    if not points:
        raise refusal("points", _("Say how many points to give, or, with a minus, to take."))
    checked_points(abs(points))
    _refuse_beyond(book, points, qualifying, by)
    said = checked_facts(at=happened, key=key, reason=reason, reference=reference)
    if not said["reason"]:
        raise refusal("reason", _("Say why: the member reads it."))
    if points > 0:
        lot = dates(book.programme, happened, activates_at=happened, expires_at=expires_at)
        lot["qualifies"] = checked_points(qualifying, least=0, field="qualifying")
        operation = issue(book, Operation.Kind.ADJUST, points, at=book.now(happened), by=by, said=said, lot=lot)
    else:
        operation = _take(book, -points, book.now(happened), by, said)
    keep(book)
    return operation


def _take(book: Book, points: int, at: datetime, by: By, said: dict[str, object]) -> Operation:
    refuse_more_than_there_is(book, points)
    with book.doing(Operation.Kind.ADJUST, amount=-points, at=at, by=Actor.of(by), **said) as operation:
        book.burn(operation, points, REVERSED)
    tiering.look(book, at)
    return operation


def _refuse_beyond(book: Book, points: int, qualifying: int, by: By) -> None:
    """Several small gifts are a large one, and points that only count for tiers are worth as much as others."""
    most, agent = book.terms.most_by_hand, agent_of(by)
    if points > 0 and agent is not None:
        import_string(settings.GIVEN_BY_HAND)(book.programme, agent=agent)
    if most is None or agent is None or agent.may(Permission.LOYALTY):
        return
    by_them = Operation.objects.filter(account=book.account.pk, kind=Operation.Kind.ADJUST, by=str(Actor.of(agent)))
    lately = by_them.filter(recorded_at__gt=Now() - A_DAY, **{"amount__gt" if points > 0 else "amount__lt": 0})
    before = lately.aggregate(points=Sum("amount"), qualifying=Sum("lots__qualifies"))
    for field, asked in (("points", abs(points)), ("qualifying", qualifying)):
        if asked + abs(before[field] or 0) > most:
            said = _("By hand you may give or take at most %s of one member in a day.") % book.programme.said(most)
            raise refusal(field, said, "too_many")
