"""What waits to leave each mailbox, since when, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.channels.email.models import Mailbox, SendingPace
from regulars.channels.email.outgoing import mailbox_of
from regulars.channels.email.pace import SPANS
from regulars.conversations.models import Conversation, Delivery

MOST = 500  # letters looked at: beyond them it is a long queue, however long
SOON = timedelta(minutes=1)  # what was written since then is leaving, or may still be taken back
WORDS = {
    "minute": gettext_lazy("its limit of %s a minute"),
    "hour": gettext_lazy("its limit of %s an hour"),
    "day": gettext_lazy("its limit of %s a day"),
}


@dataclass(frozen=True, slots=True)
class Queue:
    """How many letters wait, when the oldest of them was to leave, and what keeps it."""

    count: int
    since: datetime
    why: str

    @property
    def is_long(self) -> bool:
        return self.count >= MOST


def queues(mailboxes: Iterable[Mailbox]) -> dict[int, Queue]:
    """By mailbox, the queues of those in which anything waits."""
    known = {each.pk: each for each in mailboxes}
    waiting: dict[int, list[Delivery]] = defaultdict(list)
    for delivery in _waiting():
        if speaks := _speaks(delivery.message.conversation, known):
            waiting[speaks.pk].append(delivery)
    paces = SendingPace.objects.in_bulk(waiting)
    return {
        pk: Queue(len(found), _written(found[0]), _why(found[0], known[pk], paces.get(pk)))
        for pk, found in waiting.items()
    }


def _waiting() -> list[Delivery]:
    """The oldest first. What somebody put off until later does not wait yet."""
    now = timezone.now()
    found = Delivery.objects.filter(channel="email", state=Delivery.State.WAITING, message__created_at__lt=now - SOON)
    found = found.filter(Q(is_scheduled=False) | Q(due_at__lt=now - SOON))
    return list(found.select_related("message__conversation").order_by("message__created_at", "pk")[:MOST])


def _speaks(conversation: Conversation, known: dict[int, Mailbox]) -> Mailbox | None:
    own = [each for each in known.values() if each.inbox_id == conversation.inbox_id and each.is_active]
    return mailbox_of(conversation) if len(own) > 1 else next(iter(own), None)


def _written(delivery: Delivery) -> datetime:
    return delivery.due_at if delivery.is_scheduled else delivery.message.created_at


def _why(delivery: Delivery, mailbox: Mailbox, pace: SendingPace | None) -> str:
    if delivery.error:
        return delivery.error.strip().splitlines()[0][:200]
    for span, length, limit in reversed(SPANS):
        most = getattr(mailbox, limit)
        is_running = pace and timezone.now() < getattr(pace, f"{span}_at") + length
        if most and is_running and getattr(pace, f"{span}_count") >= most:
            return WORDS[span] % most
    return _("others leave before")
