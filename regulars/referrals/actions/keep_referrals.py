from __future__ import annotations

from datetime import datetime, timedelta
from itertools import takewhile

from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from regulars.customers.actor import SYSTEM
from regulars.lib.again import again_after_a_deadlock
from regulars.referrals.judging import against
from regulars.referrals.models import Referral, Scheme
from regulars.referrals.paying import pay
from regulars.referrals.promising import promised
from regulars.referrals.qualifying import judge, refuse, still_counts

State, Why = Referral.State, Referral.Why
BATCH = 50
A_DAY = timedelta(days=1)


def keep_referrals() -> int:
    """Approve what nothing speaks against when its day has come, one at a time, and let go what has waited too long."""
    return sum(takewhile(bool, (_approve_next() for _each in range(BATCH)))) or _let_go()


def next_due() -> datetime | None:
    """When the next one's day comes; tomorrow, as long as any waits."""
    first = Referral.objects.filter(state=State.PENDING).aggregate(at=Min("approve_at"))["at"]
    waits = Referral.objects.filter(state__in=[*Referral.UNKNOWN, State.JOINED]).exists()
    return min(filter(None, (first, timezone.now() + A_DAY if waits else None)), default=None)


@again_after_a_deadlock
@transaction.atomic
def _approve_next() -> int:
    """It is looked at once more: what came meanwhile of history, refunds and merges counts."""
    now = timezone.now()
    due = Referral.objects.filter(state=State.PENDING, approve_at__lte=now).order_by("approve_at", "pk")
    found = due.select_for_update(of=("self",), no_key=True, skip_locked=True).values_list("pk", flat=True).first()
    if found is None:
        return 0
    [referral] = Referral.objects.filter(pk=found).held()
    why = against(referral.link, referral.friend, since=referral.created_at, of=referral) or still_counts(referral)
    if why:
        refuse(referral, why, at=now)
        return 1
    judge(referral, at=now)
    if referral.state == State.PENDING:
        pay(referral, by=SYSTEM, at=now)
    return 1


def _let_go() -> int:
    """Who looked and did not join is forgotten; who joined and did not buy counts no more."""
    now, done = timezone.now(), 0
    for scheme in Scheme.objects.all():
        before = now - timedelta(days=scheme.buy_days)
        of_it = Referral.objects.filter(link__account__programme=scheme.programme_id)
        done += of_it.filter(state__in=Referral.UNKNOWN, created_at__lt=before).delete()[0]
        late = of_it.filter(state=State.JOINED, joined_at__lt=before)
        done += sum(_late(pk) for pk in late.order_by("joined_at").values_list("pk", flat=True)[:BATCH])
    return done


@transaction.atomic
def _late(number: int) -> int:
    for referral in Referral.objects.filter(pk=number, state=State.JOINED).held():
        until = referral.joined_at + timedelta(days=promised(referral).buy_days)
        if until <= timezone.now():
            refuse(referral, Why.TOO_LATE, at=timezone.now())
            return 1
    return 0
