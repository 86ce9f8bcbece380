"""How fast a mailbox may send: what its provider bears, counted in one row for all processes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone

from regulars.channels.email.models import Mailbox, SendingPace

# The counter of a span, how long it is, and the mailbox's limit for it.
SPANS = (
    ("minute", timedelta(minutes=1), "most_a_minute"),
    ("hour", timedelta(hours=1), "most_an_hour"),
    ("day", timedelta(days=1), "most_a_day"),
)


class Paces:
    """The counters of these mailboxes, held until this transaction ends. Mailboxes without limits have none."""

    def __init__(self, mailboxes: Iterable[Mailbox]) -> None:
        self._now = timezone.now()
        limited = {each.pk: each for each in mailboxes if any(getattr(each, limit) for _, _, limit in SPANS)}
        begun = {f"{span}_at": self._now for span, _, _ in SPANS}
        if limited:
            fresh = [SendingPace(mailbox_id=pk, **begun) for pk in sorted(limited)]
            SendingPace.objects.bulk_create(fresh, ignore_conflicts=True)
        # Everybody locks them in one order, so that nobody waits in a circle.
        held = SendingPace.objects.select_for_update().filter(pk__in=limited).order_by("pk") if limited else []
        self._paces = {each.pk: each for each in held}

    def free_at(self, mailbox: Mailbox) -> datetime | None:
        """When the next letter may leave, or None: now, and it is counted."""
        pace = self._paces.get(mailbox.pk)
        if pace is None:
            return None
        full = [at for each in SPANS if (at := self._full_until(pace, mailbox, *each))]
        if full:
            return max(full)
        for span, _, _ in SPANS:
            setattr(pace, f"{span}_count", getattr(pace, f"{span}_count") + 1)
        pace.save()
        return None

    def _full_until(
        self, pace: SendingPace, mailbox: Mailbox, span: str, length: timedelta, limit: str
    ) -> datetime | None:
        """When a span ends that has no room any more; one that has ended begins anew."""
        if self._now >= getattr(pace, f"{span}_at") + length:
            setattr(pace, f"{span}_at", self._now)
            setattr(pace, f"{span}_count", 0)
        most = getattr(mailbox, limit)
        return getattr(pace, f"{span}_at") + length if most and getattr(pace, f"{span}_count") >= most else None
