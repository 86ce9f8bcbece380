"""How fast a mailbox may send: what its provider bears, counted in one row for all processes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone

from regulars.channels.email.models import Mailbox, SendingPace

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


class Paces:
    """The counters of these mailboxes, held until this transaction ends. Mailboxes without limits have none."""

    def __init__(self, mailboxes: Iterable[Mailbox]) -> None:
        self._now = timezone.now()
        limited = {each.pk: each for each in mailboxes if each.most_a_minute or each.most_an_hour}
        fresh = [SendingPace(mailbox_id=pk, minute_at=self._now, hour_at=self._now) for pk in sorted(limited)]
        if fresh:
            SendingPace.objects.bulk_create(fresh, ignore_conflicts=True)
        # Everybody locks them in one order, so that nobody waits in a circle.
        held = SendingPace.objects.select_for_update().filter(pk__in=limited).order_by("pk") if limited else []
        self._paces = {each.pk: each for each in held}

    def free_at(self, mailbox: Mailbox) -> datetime | None:
        """When the next letter may leave, or None: now, and it is counted."""
        pace = self._paces.get(mailbox.pk)
        if pace is None:
            return None
        self._turn(pace)
        full = [
            begun + length
            for begun, length, count, most in (
                (pace.minute_at, MINUTE, pace.minute_count, mailbox.most_a_minute),
                (pace.hour_at, HOUR, pace.hour_count, mailbox.most_an_hour),
            )
            if most and count >= most
        ]
        if full:
            return max(full)
        pace.minute_count += 1
        pace.hour_count += 1
        pace.save()
        return None

    def _turn(self, pace: SendingPace) -> None:
        """A new minute, a new hour."""
        if self._now >= pace.minute_at + MINUTE:
            pace.minute_at, pace.minute_count = self._now, 0
        if self._now >= pace.hour_at + HOUR:
            pace.hour_at, pace.hour_count = self._now, 0
