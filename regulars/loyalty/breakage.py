"""How much of what is outstanding will expire, by what became of earlier months: of those of which all is decided, what was there at the
same age and was over in the end. The older points are that nobody has spent, the more of them nobody will.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.db.models import Q, Sum
from django.db.models.functions import TruncMonth

from regulars.loyalty.book import EXPIRED, SPENT
from regulars.loyalty.models import Entry, Operation, Programme

ENOUGH = 3  # months that must be decided before they say anything about others
MOST = 36  # months, the newest: habits change
DECIDED = Fraction(98, 100)  # of what was issued and not taken back: a few points may last for good
ACROSS = (Operation.Kind.MERGE, Operation.Kind.PART)

Curve = list[Fraction]  # by age in months: of what is there as the month begins, the share that expires


def curve(programme: Programme, months: Iterable[Mapping[str, Any]]) -> Curve:
    """By the decided ones among these months (see report.vintages); empty where these are too few."""
    decided = [each["month"] for each in months if _is_decided(each)][-MOST:]
    if len(decided) < ENOUGH:
        return []
    gone = {SPENT: Counter[int](), EXPIRED: Counter[int]()}
    for month, at, source, target, points in _moved(programme, decided):
        for bucket, sign in ((source, -1), (target, 1)):
            if bucket in gone:
                gone[bucket][age(month, at)] += sign * points
    return _shares(gone[EXPIRED], gone[SPENT])


def share_at(found: Curve, months: int) -> Fraction:
    """Beyond what was ever seen, what was seen last."""
    return found[min(months, len(found) - 1)]


def age(month: datetime, at: datetime) -> int:
    """In months of the calendar."""
    return (at.year - month.year) * 12 + at.month - month.month


def _is_decided(row: Mapping[str, Any]) -> bool:
    done = row["redeemed"] + row["expired"]
    return bool(done) and done >= DECIDED * (done + row["outstanding"])


def _moved(programme: Programme, decided: list[datetime]) -> Iterable[tuple[datetime, datetime, int, int, int]]:
    zone = programme.clock.zone
    issued, moved = TruncMonth("lot__operation__at", tzinfo=zone), TruncMonth("at", tzinfo=zone)
    ours = Entry.objects.filter(lot__account__programme=programme, lot__operation__at__gte=decided[0])
    ours = ours.filter(Q(target__in=(SPENT, EXPIRED)) | Q(source__in=(SPENT, EXPIRED)))
    rows = ours.exclude(operation__kind__in=ACROSS).annotate(issued=issued, moved=moved).filter(issued__in=decided)
    return rows.order_by().values_list("issued", "moved", "source", "target").annotate(points=Sum("amount"))


def _shares(expired: Counter[int], spent: Counter[int]) -> Curve:
    found: Curve = []
    left, over = expired.total() + spent.total(), expired.total()
    for month in range(max([*expired, *spent], default=-1) + 1):
        if left <= 0:
            break
        found.append(min(Fraction(1), max(Fraction(0), Fraction(over, left))))
        left, over = left - expired[month] - spent[month], over - expired[month]
    return found
