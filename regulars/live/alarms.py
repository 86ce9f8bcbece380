"""Alarms: opened once, raised again while they hold, closed when all is well. Whoever watches something calls these."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from regulars.live.models import Alarm
from regulars.live.notify import tell

FORGOTTEN_AFTER = timedelta(hours=1)  # an alarm that nobody watches ends when it was not raised again for so long


def raise_alarm(kind: str, subject: str = "", **facts: Any) -> Alarm:
    """Say that something is wrong: `raise_alarm("loop", "bot@shop.example", letters=40)`. Open already: nothing new is told."""
    with transaction.atomic():
        alarm, is_new = Alarm.objects.select_for_update().get_or_create(
            kind=kind, subject=subject[:320], closed_at=None, defaults={"facts": facts}
        )
        if is_new:
            _tell()
        else:
            alarm.facts, alarm.raised_at = facts, timezone.now()
            alarm.save(update_fields=["facts", "raised_at"])
    return alarm


def close_alarm(kind: str, subject: str | None = None) -> int:
    """All is well again with one subject, or with the whole kind. Returns how many alarms ended."""
    return _close(Alarm.objects.filter(kind=kind, **({} if subject is None else {"subject": subject})))


def agree(kind: str, troubles: Mapping[str, Mapping[str, Any]]) -> None:
    """Let the open alarms of a kind be exactly these: subject → facts."""
    for subject, facts in troubles.items():
        raise_alarm(kind, subject, **facts)
    _close(Alarm.objects.filter(kind=kind).exclude(subject__in=[subject[:320] for subject in troubles]))


def forget_old(kinds: set[str]) -> None:
    """End the alarms of other kinds than these, which nobody has raised for a while."""
    _close(Alarm.objects.exclude(kind__in=kinds).filter(raised_at__lt=timezone.now() - FORGOTTEN_AFTER))


def open_alarms() -> QuerySet[Alarm]:
    return Alarm.objects.filter(closed_at=None).order_by("opened_at", "pk")


def _close(alarms: QuerySet[Alarm]) -> int:
    count = alarms.filter(closed_at=None).update(closed_at=timezone.now())
    if count:
        _tell()
    return count


def _tell() -> None:
    """Open desks show it at once."""
    tell({"kind": "alarms", "topics": ["alarms"]})
