from datetime import datetime

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Now

from regulars.conversations.adding import locked
from regulars.conversations.events import ConversationWoken
from regulars.conversations.models import Conversation
from regulars.conversations.models.named_status import Category
from regulars.conversations.statuses import FIELDS, come_to
from regulars.customers.actor import SYSTEM, Actor, By
from regulars.customers.timeline import record
from regulars.lib.drain import claim

BATCH = 20


@transaction.atomic
def wake_up(conversation: Conversation, *, by: By, because_of: str = "hand") -> None:
    """Take up again what was put away: open, still whose it was. Harmless for what is not pending.

    What comes back by itself comes on top of the list; what somebody takes up by hand stands where it stood.
    """
    conversation = locked(conversation)
    if not conversation.is_pending:
        return
    come_to(conversation, Category.OPEN)
    if because_of != "hand" and conversation.woken_at:
        conversation.last_activity_at = conversation.woken_at
    conversation.save(update_fields=[*FIELDS, "last_activity_at"])
    where = {"conversation": conversation.pk, "inbox": conversation.inbox_id}
    record(ConversationWoken(**where, because_of=because_of), customer=conversation.customer_id, by=Actor.of(by))


def wake_snoozed(*, now: datetime | None = None) -> int:
    """Wake what was put away until now. Returns how many. The time is the database's, unless a story tells another."""
    moment = Now() if now is None else Value(now)
    due = Conversation.objects.filter(snoozed_until__lte=moment, merged_into=None).order_by("snoozed_until")
    with claim(due, limit=BATCH) as several:
        for conversation in several:
            wake_up(conversation, by=SYSTEM, because_of="time")
    return len(several)


def next_due() -> datetime | None:
    """When the next one wakes."""
    snoozed = Conversation.objects.filter(snoozed_until__isnull=False, merged_into=None).order_by("snoozed_until")
    return snoozed.values_list("snoozed_until", flat=True).first()
