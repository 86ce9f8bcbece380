from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from regulars.loyalty.models import Account, Lot, Programme
from regulars.outreach.ahead import DAYS, tell_ahead
from regulars.outreach.models import Lookout

TOGETHER = 100  # members
A_DAY = timedelta(days=1)


@transaction.atomic
def look_ahead(*, now: datetime | None = None) -> int:
    """Once on each day of a programme, tell its members what is about to end. Returns how many were looked at: 0 when all is told.

    A day that was missed is looked at no more: the stages are reckoned from today. A worker that dies begins where it was.
    """
    now = now or timezone.now()
    for programme in Programme.objects.filter(lookout=None):
        Lookout.objects.get_or_create(programme=programme, defaults={"day": programme.day(now)})
    for lookout in Lookout.objects.select_related("programme"):
        if _due_at(lookout) <= now and (done := _look(lookout.pk, now)):
            return done
    return 0


def next_due() -> datetime | None:
    """When a day begins for a programme that has been looked at today."""
    return min((_due_at(each) for each in Lookout.objects.select_related("programme")), default=None)


def _look(programme: int, now: datetime) -> int:
    free = Lookout.objects.select_for_update(skip_locked=True, of=("self",)).select_related("programme")
    lookout = free.filter(pk=programme).first()
    if lookout is None or _due_at(lookout) > now:
        return 0
    today = lookout.programme.day(now)
    if lookout.day < today:
        lookout.day, lookout.after = today, 0
    members = list(_with_something_ahead(lookout.programme, now).filter(pk__gt=lookout.after)[:TOGETHER])
    for account in members:
        tell_ahead(account, now=now)
    lookout.after = members[-1].pk if members else lookout.after
    lookout.is_done = len(members) < TOGETHER
    lookout.save()
    return len(members) or 1


def _with_something_ahead(programme: Programme, now: datetime) -> QuerySet[Account]:
    soon = (now, now + (DAYS[-1] + 1) * A_DAY)
    ending = Lot.objects.filter(account=OuterRef("pk"), available__gt=0, expires_at__range=soon)
    points = Q(available__gt=0) & (Q(lapses_at__range=soon) | Exists(ending))
    members = Account.objects.open().filter(programme=programme, status=Account.Status.ACTIVE)
    tier = Q(review_at__range=soon) & ~Q(tier="")
    return members.filter(points | tier).select_related("customer", "programme").order_by("pk")


def _due_at(lookout: Lookout) -> datetime:
    """When its day began; the next one, if all is told of it."""
    day = lookout.day + A_DAY if lookout.is_done else lookout.day
    return datetime.combine(day, datetime.min.time(), tzinfo=lookout.programme.clock.zone)
