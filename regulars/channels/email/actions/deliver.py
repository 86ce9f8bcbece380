from __future__ import annotations

import logging
from collections.abc import Hashable

from django.db import DatabaseError, InterfaceError
from django.db.models import QuerySet
from django.utils import timezone

from regulars.channels.email.actions.clear import NO_MAILBOX, clear
from regulars.channels.email.automatic import held_back
from regulars.channels.email.models import Mailbox
from regulars.channels.email.models.thread_alias import remember_ids
from regulars.channels.email.outgoing import letter_of, mailbox_of
from regulars.channels.email.postman import Receipt, Refusal, hand_over, server_of
from regulars.channels.email.refused import learn_refused
from regulars.channels.email.traffic import Traffic
from regulars.conversations.actions.mark_failed import mark_failed
from regulars.conversations.actions.mark_sent import mark_sent
from regulars.conversations.models import Delivery
from regulars.lib.drain import claim
from regulars.lib.texts import storable

log = logging.getLogger(__name__)
traffic = Traffic()


def deliver() -> int:
    """Hand the next waiting message over. Returns how many were looked at: 0 when none is due.

    It is cleared first, which writes down its Message-ID (see `clear`). Then the row stays locked until the server has
    answered, so that no other process sends it meanwhile; one that dies in between leaves it waiting, to be sent under the
    same Message-ID.
    """
    looked_at = clear(_due())
    with claim(_due().filter(is_cleared=True).exclude(**_held_up())) as deliveries:
        for delivery in deliveries:
            _deliver(delivery)
    return max(looked_at, len(deliveries))


def _due() -> QuerySet[Delivery]:
    due = Delivery.objects.filter(channel="email", state=Delivery.State.WAITING, due_at__lte=timezone.now())
    due = due.exclude(held_back())
    return due.select_related("message__conversation__inbox__brand", "message__agent").order_by("due_at", "pk")


def _held_up() -> dict[str, object]:
    """The deliveries of inboxes whose server is busy or out of reach."""
    blocked = traffic.blocked()
    mailboxes = Mailbox.objects.filter(is_active=True) if blocked else []
    inboxes = {each.inbox_id for each in mailboxes if _lane(each) in blocked}
    return {"message__conversation__inbox__in": inboxes}


def _lane(mailbox: Mailbox) -> Hashable:
    server = server_of(mailbox)
    return (server.host, server.port) if server else "provider"


def _deliver(delivery: Delivery) -> None:
    mailbox = mailbox_of(delivery.message.conversation)
    if mailbox is None:
        return mark_failed(delivery, error=NO_MAILBOX, is_final=True)
    try:
        with traffic.towards(_lane(mailbox)):
            email = letter_of(delivery.message, mailbox, message_id=delivery.external_id)
            receipt = hand_over(email, server=server_of(mailbox))
    except Refusal as refusal:
        if refusal.is_unreachable:
            traffic.rest(_lane(mailbox))
        if refusal.is_final and learn_refused(delivery, refusal.refused):
            return _note(delivery, str(refusal))
        return mark_failed(delivery, error=storable(str(refusal)), is_final=refusal.is_final)
    except (DatabaseError, InterfaceError):
        raise
    except Exception as error:
        log.exception("Message %s cannot be sent", delivery.message_id)
        return mark_failed(delivery, error=storable(f"{type(error).__name__}: {error}"))
    return _sent(delivery, receipt)


def _sent(delivery: Delivery, receipt: Receipt) -> None:
    mark_sent(delivery, provider_id=receipt.provider_id)
    remember_ids(delivery.message.conversation_id, own=receipt.provider_id)
    if receipt.refused:
        learn_refused(delivery, receipt.refused)
        _note(delivery, "Refused: " + "; ".join(f"{who} ({why})" for who, why in receipt.refused.items()))


def _note(delivery: Delivery, words: str) -> None:
    delivery.error = storable(words)[:2000]
    delivery.save(update_fields=["error"])
