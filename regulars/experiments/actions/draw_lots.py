from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from regulars.customers.changes import changed
from regulars.customers.fields import CUSTOMER_FIELDS
from regulars.customers.models import Customer
from regulars.experiments.holding import Held
from regulars.experiments.models import Assigned, Experiment
from regulars.lib.buckets import BUCKETS, bucket
from regulars.lib.conditions import matching
from regulars.team.days import house_zone

EVERY = timedelta(minutes=10)
AT_ONCE = 5000


def draw_lots() -> int:
    """The worker's: put customers who fit into their arms, some thousands at a time. Whoever is held out is in none. Returns how many."""
    now = timezone.now()
    experiment = _due(now)
    if experiment is None:
        return 0
    with transaction.atomic():
        experiment = Experiment.objects.select_for_update().running().filter(pk=experiment.pk).first()
        if experiment is None:
            return 1
        fit = matching(Customer.objects.met(), experiment.who, CUSTOMER_FIELDS, now=now, zone=house_zone()).exclude(
            Held("pk")
        )
        known = Assigned.objects.filter(experiment=experiment)
        several = list(
            fit.exclude(pk__in=known.values("home"))
            .exclude(pk__in=known.values("customer"))
            .order_by("pk")
            .values_list("pk", flat=True)[:AT_ONCE]
        )
        rows = [
            Assigned(experiment=experiment, customer_id=each, home=each, arm=arm_of(experiment, each), at=now)
            for each in several
        ]
        Assigned.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)
        changed(several)
        if len(several) < AT_ONCE:
            Experiment.objects.filter(pk=experiment.pk).update(looked_at=now)
    return 1


def arm_of(experiment: Experiment, customer: int) -> str:
    """The lot of this customer: always the same."""
    place, below = bucket(customer, salt=experiment.salt), 0
    for arm in experiment.arms:
        below += arm["share"] * BUCKETS // 100
        if place < below:
            return arm["word"]
    return experiment.arms[-1]["word"]


def next_due() -> datetime | None:
    """When somebody is looked for next."""
    oldest = Experiment.objects.running().order_by(F("looked_at").asc(nulls_first=True)).first()
    return None if oldest is None else timezone.now() if oldest.looked_at is None else oldest.looked_at + EVERY


def _due(now: datetime) -> Experiment | None:
    oldest = Experiment.objects.running().order_by(F("looked_at").asc(nulls_first=True)).first()
    return oldest if oldest and (oldest.looked_at is None or oldest.looked_at + EVERY <= now) else None
