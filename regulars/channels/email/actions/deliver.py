from __future__ import annotations

import logging
from collections.abc import Hashable
from datetime import datetime

from django.db import DatabaseError, InterfaceError
from django.db.models import QuerySet
from django.utils import timezone

from regulars.channels.email.actions.clear import NO_MAILBOX, clear
from regulars.channels.email.automatic import held_back
from regulars.channels.email.models import Mailbox
from regulars.channels.email.models.thread_alias import remember_ids
from regulars.channels.email.outgoing import letter_of, mailbox_of
from regulars.channels.email.postman import Receipt, Refusal, hand_over, refused_words, server_of
from regulars.channels.email.refused import learn_refused, learn_stopped, put_off_among
from regulars.channels.email.smtp_transaction import Silence, bare
from regulars.channels.email.traffic import LONG_REST, REST, Traffic
from regulars.conversations.actions.learn_outcome import addresses_of
from regulars.conversations.actions.mark_failed import mark_failed
from regulars.conversations.actions.mark_sent import mark_sent
from regulars.conversations.models import Delivery
from regulars.conversations.suppressed import suppressed_among
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


def next_due() -> datetime | None:
    """When the next message leaves: later on purpose, in its turn, or tried again."""
    waiting = Delivery.objects.filter(channel="email", state=Delivery.State.WAITING).order_by("due_at")
    return waiting.values_list("due_at", flat=True).first()


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
    people = set(delivery.left or addresses_of(delivery.message))
    stopped = set(suppressed_among(people))
    if people > stopped:
        _hand_over(delivery, mailbox, people - stopped)
    return learn_stopped(delivery, stopped)


def _hand_over(delivery: Delivery, mailbox: Mailbox, people: set[str]) -> None:
    try:
        with traffic.towards(_lane(mailbox)):
            email = letter_of(delivery.message, mailbox, message_id=delivery.external_id)
            email.envelope = tuple(each for each in map(bare, email.recipients()) if each in people)
            receipt = hand_over(email, server=server_of(mailbox))
    except Refusal as refusal:
        return _refused(delivery, mailbox, refusal)
    except (DatabaseError, InterfaceError):
        raise
    except Exception as error:
        log.exception("Message %s cannot be sent", delivery.message_id)
        return mark_failed(delivery, error=storable(f"{type(error).__name__}: {error}"))
    return _sent(delivery, receipt)


def _refused(delivery: Delivery, mailbox: Mailbox, refusal: Refusal) -> None:
    """Nobody has got it. Those who are refused for good are told of, the others tried again."""
    if refusal.is_unreachable:
        traffic.rest(_lane(mailbox), LONG_REST if isinstance(refusal.__cause__, Silence) else REST)
    words, left = storable(str(refusal)), put_off_among(refusal.refused)
    if not refusal.refused or len(left) == len(refusal.refused):
        return mark_failed(delivery, error=words, is_final=refusal.is_final)
    if left:
        mark_failed(delivery, error=words, left=left)
    learn_refused(delivery, {who: why for who, why in refusal.refused.items() if who not in left})
    return _note(delivery, words)


def _sent(delivery: Delivery, receipt: Receipt) -> None:
    mark_sent(delivery, provider_id=receipt.provider_id, left=put_off_among(receipt.refused))
    for given in receipt.provider_id.split():
        remember_ids(delivery.message.conversation_id, own=given)
    if receipt.refused:
        learn_refused(delivery, receipt.refused)
        _note(delivery, refused_words(receipt.refused))


def _note(delivery: Delivery, words: str) -> None:
    delivery.error = storable(words)[:2000]
    delivery.save(update_fields=["error"])
