from __future__ import annotations

from datetime import datetime

from django.db.models import Min
from django.utils import timezone

from regulars.behaviour.events import VisitMade
from regulars.behaviour.models import Stay
from regulars.behaviour.staying import ANEW
from regulars.behaviour.telling import tell
from regulars.customers.actor import Actor
from regulars.lib.drain import claim
from regulars.lib.gathering import gathered

TOGETHER = 500  # visits in one transaction


def tell_visits() -> int:
    """Put visits that are over on the timelines of whoever made them, one line each. Returns how many were looked at.

    Those of strangers are passed over, until it is known who they were.
    """
    over = Stay.objects.filter(told_at=None, seen_at__lt=timezone.now() - ANEW)
    with claim(over.select_related("trail").order_by("seen_at"), limit=TOGETHER) as stays, gathered():
        for stay in stays:
            if stay.trail.customer_id is not None:
                _tell(stay, stay.trail.customer_id)
        Stay.objects.filter(pk__in=[each.pk for each in stays]).update(told_at=timezone.now())
    return len(stays)


def next_due() -> datetime | None:
    """When the next visit will be over."""
    seen_at = Stay.objects.filter(told_at=None).aggregate(at=Min("seen_at"))["at"]
    return seen_at and seen_at + ANEW


def _tell(stay: Stay, customer: int) -> None:
    minutes = round((stay.seen_at - stay.began_at).total_seconds() / 60)
    event = VisitMade(stay=stay.pk, pages=stay.pages, minutes=minutes, first_page=stay.first_page)
    tell(event, customer=customer, by=Actor("customer", customer), at=stay.seen_at)
