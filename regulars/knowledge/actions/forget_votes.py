from __future__ import annotations

from collections.abc import Collection

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat

from regulars.knowledge.models import Vote


def forget_votes(people: Collection[int]) -> None:
    """Forget what these customers wrote of articles, and that it was they. That somebody was helped, or not, stays for the figures.

    A part of erasing customers, within its transaction.
    """
    nobody = Concat(Value("forgotten:"), Cast(F("pk"), CharField()))
    Vote.objects.filter(customer__in=people).update(customer=None, comment="", visitor=nobody)
