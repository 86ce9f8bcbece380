from __future__ import annotations

from collections.abc import Collection

from regulars.outreach.models import Sending


def forget_sendings(people: Collection[int]) -> None:
    """Forget what we wrote to these customers of our own accord. A part of erasing them, within its transaction."""
    Sending.objects.filter(customer__in=people).delete()
