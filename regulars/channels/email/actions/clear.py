from __future__ import annotations

from django.db.models import QuerySet

from regulars.channels.email.models import Mailbox
from regulars.channels.email.models.thread_alias import remember_ids
from regulars.channels.email.outgoing import mailbox_of, message_id_of
from regulars.channels.email.pace import Paces
from regulars.conversations.actions.hold import hold
from regulars.conversations.actions.mark_failed import mark_failed
from regulars.conversations.leaving import ring, wrote_since
from regulars.conversations.models import Delivery
from regulars.lib.drain import claim

TOGETHER = 20
NO_MAILBOX = "No mailbox of this inbox can send. Add one in the settings, then try again."


def clear(due: QuerySet[Delivery]) -> int:
    """Let due messages leave, as many as their mailboxes may send now, or hold them back. Returns how many were looked at.

    From here on a message cannot be taken back: it gets the Message-ID under which it leaves, and its answers are known by it.
    """
    with claim(due.filter(is_cleared=False), limit=TOGETHER) as deliveries:
        speaking = [(each, mailbox_of(each.message.conversation)) for each in deliveries if not _yields(each)]
        paces = Paces(mailbox for _, mailbox in speaking if mailbox)
        for delivery, mailbox in speaking:
            _clear(delivery, mailbox, paces)
        if len(deliveries) > 1:
            ring("email")  # several may leave side by side
    return len(deliveries)


def _yields(delivery: Delivery) -> bool:
    is_late = delivery.yields and not delivery.external_id and wrote_since(delivery.message) is not None
    if is_late:
        hold(delivery)
    return is_late


def _clear(delivery: Delivery, mailbox: Mailbox | None, paces: Paces) -> None:
    if mailbox is None:
        return mark_failed(delivery, error=NO_MAILBOX, is_final=True)
    if free_at := paces.free_at(mailbox):
        delivery.due_at = free_at
        return delivery.save(update_fields=["due_at"])
    delivery.is_cleared = True
    delivery.external_id = delivery.external_id or message_id_of(delivery.message, mailbox)
    delivery.save(update_fields=["is_cleared", "external_id"])
    return remember_ids(delivery.message.home_id, own=delivery.external_id)
