from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from regulars.customers.actor import Actor, By
from regulars.customers.merging import survivor_of
from regulars.customers.models import Customer
from regulars.customers.timeline import cause, record
from regulars.lib.again import again_after_a_deadlock
from regulars.loyalty.models import Account
from regulars.surprises.events import SurpriseGiven
from regulars.surprises.gates import chances_now, why_not
from regulars.surprises.giving import give_points, give_reward
from regulars.surprises.lots import new_seed, prize_of, ticket_of
from regulars.surprises.models import Draw, Prize, Surprise


@again_after_a_deadlock
@transaction.atomic
def draw(customer: Customer, *, surprise: Surprise, by: By, key: str | None = None, at: datetime | None = None) -> Draw:
    """Draw a lot for a customer: one of the prizes, or nothing; or none is drawn, for a reason that is kept.

    What follows from one event, or has one `key`, is drawn once.
    """
    now, person = at or timezone.now(), Customer.objects.get(pk=survivor_of(customer.pk))
    key = key or (f"event {cause()}" if cause() else None)
    _alone(person.pk)
    surprise = Surprise.objects.select_for_update(of=("self",)).select_related("programme").get(pk=surprise.pk)
    if key and (before := Draw.objects.filter(surprise=surprise, key=key).first()):
        return before
    account = Account.objects.open().filter(customer=person, programme=surprise.programme_id).first()
    facts = {"surprise": surprise, "customer": person, "key": key, "by": str(Actor.of(by)), "because": cause()}
    if why := why_not(surprise, person, account, by=by, at=now):
        return Draw.objects.create(**facts, why_not=why, at=now)
    seed, chances = new_seed(), chances_now(surprise, at=now)
    ticket = ticket_of(seed)
    number = prize_of(ticket, chances)
    prize = Prize.objects.select_related("reward__programme").get(pk=number) if number else None
    drawn = Draw.objects.create(**facts, seed=seed, chances=chances, ticket=ticket, prize=prize, at=now)
    if prize:
        _give(drawn, prize, account, by=by)
    return drawn


def _give(drawn: Draw, prize: Prize, account: Account, *, by: By) -> None:
    if prize.stock is not None:
        prize.stock -= 1
        prize.save(update_fields=["stock"])
    drawn.worth = prize.worth
    if prize.reward:
        drawn.claim = give_reward(account, prize.reward, reason=drawn.surprise.reason, by=by, at=drawn.at)
    else:
        said = {"key": f"draw {drawn.pk}", "reason": drawn.surprise.reason}
        drawn.gain = give_points(account, prize.points, **said, by=by, at=drawn.at)
    drawn.save(update_fields=["worth", "claim", "gain"])
    facts = {"draw": drawn.pk, "surprise": drawn.surprise_id, "name": prize.name, "points": prize.points}
    record(SurpriseGiven(**facts), customer=account.customer_id, by=Actor.of(by), at=drawn.at)


def _alone(customer: int) -> None:
    """Two surprises at once are one too soon after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('surprises.draw', %s))", [customer])
