from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.conversations.adding import locked
from regulars.conversations.events import ConversationSnoozed
from regulars.conversations.models import Conversation
from regulars.conversations.models.named_status import Category
from regulars.conversations.statuses import FIELDS, come_to
from regulars.customers.actor import Actor, By
from regulars.customers.timeline import record
from regulars.lib.refusal import refusal

LONGEST = timedelta(days=3 * 366)


@transaction.atomic
def snooze(conversation: Conversation, *, until: datetime | None = None, by: By) -> None:
    """Put the conversation away: until a time, or (None) until the next reply, which ends every snooze. It stays whose it is.

    Raises ValidationError("until") for a time that is past, or years ahead.
    """
    now = timezone.now()
    if until is not None and not now < until <= now + LONGEST:
        raise refusal("until", _("Choose a time that is ahead, within three years."))
    conversation = locked(conversation)
    if conversation.is_pending and conversation.snoozed_until == until:
        return
    named = conversation.named_status if conversation.is_pending else None
    come_to(conversation, Category.PENDING, named=named, until=until)
    conversation.save(update_fields=FIELDS)
    where = {"conversation": conversation.pk, "inbox": conversation.inbox_id}
    event = ConversationSnoozed(**where, wakes=until and until.isoformat(timespec="seconds"))
    record(event, customer=conversation.customer_id, by=Actor.of(by))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('snoozed', '')")
