from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.channels.store.events import StoreVisited
from regulars.channels.store.models import Place, Slip
from regulars.customers.actor import Actor
from regulars.customers.models import TimelineEvent
from regulars.customers.timeline import record
from regulars.lib import money
from regulars.lib.again import again_after_a_deadlock
from regulars.lib.refusal import refusal
from regulars.loyalty.actions.earn import earn
from regulars.loyalty.actions.redeem import redeem
from regulars.loyalty.keys import digest_of
from regulars.loyalty.models import Account, Operation
from regulars.loyalty.occasions import Occasion
from regulars.loyalty.purchases import Purchase
from regulars.loyalty.queries import balance_of
from regulars.team.models import Agent

Kind = Slip.Kind
OLDEST = timedelta(days=30)  # that a till may have kept for itself
ONE_VISIT = timedelta(hours=1)
_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended('slip ' || %s, 0))"


@again_after_a_deadlock
@transaction.atomic
def take_slip(
    place: Place,
    *,
    client_id: str,
    kind: str,
    account: Account,
    by: Agent,
    amount: int | None = None,
    points: int | None = None,
    at: datetime | None = None,
    receipt: str = "",
) -> Slip:
    """Take what was done at a till: a purchase of so much `amount` (in the smallest unit), so many `points` redeemed, or a visit.

    Once for each client id: repeated, it is answered as the first time. `at` is the till's clock, which may be slow by up to 30
    days. Raises ValidationError("client_id", "kind", "member", "amount", "points", "at", "receipt", "place").
    """
    digest = digest_of(place=place.pk, kind=kind, member=account.pk, amount=amount, points=points, receipt=receipt)
    with connection.cursor() as cursor:
        cursor.execute(_ONE_AT_A_TIME, [_checked_id(client_id)])
    if known := _known(client_id, digest):
        return known
    _refuse(place, kind, account, amount, receipt)
    happened = _checked_time(at)
    facts = {"at": happened, "reason": place.name, "reference": receipt, "key": f"store:{client_id}", "by": by}
    done: Operation | None = None
    if kind == Kind.EARN:
        bought = Purchase.of(amount or 0)
        occasion = Occasion.bought(bought, programme=account.programme, number=receipt, shop=place.name)
        done = earn(account, occasion=occasion, **facts)
    elif kind == Kind.REDEEM:
        done = redeem(account, points=points or 0, **facts)
    elif _was_here(place, account, happened):
        raise refusal("member", _("That visit is noted already: they were here within the hour."), "known")
    slip = Slip.objects.create(
        place=place, client_id=client_id, digest=digest, kind=kind, account=account, agent=by, receipt=receipt,
        amount=amount if kind == Kind.EARN else None, operation=done, points=done.change or done.amount if done else 0,
        balance=balance_of(Account.objects.get(pk=account.pk)), happened_at=happened,
    )  # fmt: skip
    if kind != Kind.REDEEM and not _was_here(place, account, happened):
        event = StoreVisited(place=place.pk, name=place.name, slip=slip.pk)
        record(event, customer=account.customer_id, by=Actor.of(by), at=happened)
    return slip


def _checked_id(client_id: str) -> str:
    if not 1 <= len(client_id) <= 64 or not client_id.isprintable():
        raise refusal("client_id", _("Between 1 and %d characters.") % 64)
    return client_id


def _known(client_id: str, digest: str) -> Slip | None:
    before = Slip.objects.filter(client_id=client_id).first()
    if before and before.digest != digest:
        raise refusal("client_id", _("This id was used for something else."), "taken")
    return before


def _refuse(place: Place, kind: str, account: Account, amount: int | None, receipt: str) -> None:
    if not place.is_open:
        raise refusal("place", _("This place has no till any more."), "closed")
    if kind not in Kind.values:
        raise refusal("kind", _("Choose one of: %s.") % ", ".join(Kind.values))
    if account.programme_id != place.programme_id or account.status != Account.Status.ACTIVE:
        raise refusal("member", _("They are no active member of %s.") % place.programme, "unknown")
    if kind == Kind.EARN and not 0 < (amount or 0) <= place.largest:
        most = money.said(place.largest, place.programme.currency)
        raise refusal("amount", _("More than nothing, and at most %s at once.") % most)
    if len(receipt) > 80 or not receipt.isprintable():
        raise refusal("receipt", _("At most %d characters.") % 80)


def _checked_time(at: datetime | None) -> datetime:
    """A clock that is fast is not believed; one that is far behind says something else."""
    now = timezone.now()
    if at is not None and at < now - OLDEST:
        raise refusal("at", _("That was more than 30 days ago: give the points by hand, with a reason."), "late")
    return min(at or now, now)


def _was_here(place: Place, account: Account, at: datetime) -> bool:
    theirs = TimelineEvent.objects.filter(
        customer=account.customer_id, kind=StoreVisited.kind, about=f"place:{place.pk}"
    )
    return theirs.filter(at__gt=at - ONE_VISIT, at__lt=at + ONE_VISIT).exists()
