"""What pages and programs ask about segments."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from regulars.customers.models import Change, Customer
from regulars.lib.patience import TookTooLong, patience
from regulars.segments.asking import chosen, here_and_now
from regulars.segments.models import Membership, Segment

PATIENCE = 2500  # milliseconds for an exact number
ONE_IN = 50  # customers asked for a number that is nearly right
MANY = 200_000  # customers, of whom one in fifty are asked first
EXAMPLES = 5
LATELY = timedelta(days=7)


class Size(NamedTuple):
    """How many customers some conditions hold for; of many, about how many."""

    number: int
    is_exact: bool
    examples: list[Customer]


def size_of(conditions: Any) -> Size | None:
    """Asked of everybody; where that would take too long of one in fifty, or one in five hundred; None when even that does.

    Raises ValidationError("conditions").
    """
    found = chosen(conditions, here_and_now())
    if _are_many():
        began = time.monotonic()
        nearly = _counted(found, ONE_IN)
        if nearly is None or (time.monotonic() - began) * 1000 * ONE_IN > PATIENCE:
            return nearly or _counted(found, ONE_IN * 10)
    return _counted(found, 1) or _counted(found, ONE_IN) or _counted(found, ONE_IN * 10)


def _counted(found: QuerySet[Customer], one_in: int) -> Size | None:
    try:
        with patience(PATIENCE):
            asked = found.annotate(lot=F("pk") % one_in).filter(lot=0) if one_in > 1 else found
            return Size(asked.count() * one_in, one_in == 1, list(asked.order_by("-pk")[:EXAMPLES]))
    except TookTooLong:
        return None


def _are_many() -> bool:
    """By what the database guesses: counting them is what is to be spared."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = 'customers_customer'::regclass")
        return cursor.fetchone()[0] > MANY


def as_of() -> datetime:
    """Until when what has changed is in the segments: now, or since when the oldest change waits."""
    waiting = Change.objects.order_by("pk").values_list("at", flat=True).first()
    return waiting or timezone.now()


def moved_lately(segments: Iterable[Segment]) -> dict[int, tuple[int, int]]:
    """How many came into each segment, and left it, within a week."""
    since = timezone.now() - LATELY
    rows = Membership.objects.filter(Q(since__gt=since) | Q(until__gt=since), segment__in=segments)
    counted = rows.values("segment").annotate(
        come=Count("pk", filter=Q(since__gt=since)), gone=Count("pk", filter=Q(until__gt=since))
    )
    return {each["segment"]: (each["come"], each["gone"]) for each in counted.order_by()}


def members(segment: Segment, *, who: str = "in") -> QuerySet[Membership]:
    """Who is in it, or who `left` it, the newest first."""
    theirs = Membership.objects.filter(segment=segment)
    return (
        theirs.exclude(until=None).order_by("-until", "-pk")
        if who == "left"
        else theirs.filter(until=None).order_by("-since", "-pk")
    )


def segments_of(customer_id: int) -> list[Membership]:
    """The segments that a customer is in, by their names."""
    return list(
        Membership.objects.filter(customer_id=customer_id, until=None)
        .select_related("segment")
        .order_by("segment__name")
    )
