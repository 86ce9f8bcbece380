"""How far readings have come."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.utils import timezone

from regulars.reports.models import Changed, Progress


class Standing(NamedTuple):
    """As of when the numbers are, and which share of all conversations has been read (1: all)."""

    at: datetime | None
    share: float

    @property
    def per_cent(self) -> int:
        return int(100 * self.share)


def standing() -> Standing:
    """What has not been read yet is not in any number, so pages say it."""
    found = Progress.objects.first()
    if found is None:
        return Standing(None, 0.0)
    share = 1 - found.left / found.began_with if found.began_with else 1.0
    is_waiting = Changed.objects.exists() or share < 1
    return Standing(found.read_at if is_waiting else timezone.now(), share)
