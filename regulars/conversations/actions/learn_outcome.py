from datetime import datetime

from django.db import transaction
from django.utils import timezone

from regulars.conversations.actions.suppress import suppress
from regulars.conversations.adding import held_with
from regulars.conversations.events import MessageArrived, MessageBounced
from regulars.conversations.models import Conversation, Delivery, Message, Outcome
from regulars.conversations.recipients import WAYS
from regulars.conversations.why import why_in_words
from regulars.customers.actor import SYSTEM
from regulars.customers.timeline import record

State = Outcome.State
# Reports overtake each other. What was read has arrived, whoever says otherwise; what failed behind a relay did not.
SURER = (State.DELAYED, State.DELIVERED, State.FAILED, State.READ)


@transaction.atomic
def learn_outcome(
    delivery: Delivery,
    *,
    address: str,
    state: str,
    status: str = "",
    reason: str = "",
    is_hard: bool = False,
    at: datetime | None = None,
) -> bool:
    """We hear what became of a message at one of its recipients. False when that is no news, or they were none of its recipients.

    Whoever it did not reach is shown on the message, and the conversation asks to be looked at. When it reached nobody, it
    failed. Nothing is reopened by it, and nobody waits because of it.
    """
    delivery = Delivery.objects.select_for_update(of=("self",)).get(pk=delivery.pk)
    known = delivery.outcomes.filter(address=address).first()
    if address not in addresses_of(delivery.message) or (known and SURER.index(known.state) >= SURER.index(state)):
        return False
    told = {
        "state": state,
        "status": status[:16],
        "reason": reason[:1000],
        "is_hard": is_hard,
        "at": at or timezone.now(),
    }
    conversation = held_with(delivery.message)
    outcome, _ = Outcome.objects.update_or_create(delivery=delivery, address=address, defaults=told)
    if state == State.FAILED:
        _did_not_arrive(outcome, delivery, conversation)
    _tell(outcome, delivery.message, conversation)
    return True


def addresses_of(message: Message) -> set[str]:
    """Everybody it was sent to."""
    return {person["address"] for way in WAYS for person in message.recipients.get(way, [])}


def _did_not_arrive(outcome: Outcome, delivery: Delivery, conversation: Conversation) -> None:
    everybody = addresses_of(delivery.message)
    failed = set(delivery.outcomes.filter(state=State.FAILED).values_list("address", flat=True))
    if delivery.state == Delivery.State.WAITING:  # nobody tries again what has failed
        delivery.left = sorted((everybody if delivery.left is None else set(delivery.left)) - {outcome.address})
        delivery.state = Delivery.State.WAITING if delivery.left else Delivery.State.DONE
    if failed >= everybody:
        why, _advice = why_in_words(outcome.status, outcome.reason)
        delivery.state, delivery.error = Delivery.State.FAILED, why
        delivery.message.state = Message.State.FAILED
        delivery.message.save(update_fields=["state"])
    if delivery.state != Delivery.State.WAITING:
        delivery.left, delivery.done_at = None, delivery.done_at or timezone.now()
    delivery.save(update_fields=["state", "left", "done_at", "error"])
    conversation.undelivered_at = conversation.last_activity_at = timezone.now()
    conversation.save(update_fields=["undelivered_at", "last_activity_at"])
    suppress(outcome.address, because_of=outcome)


def _tell(outcome: Outcome, message: Message, conversation: Conversation) -> None:
    where = {"conversation": conversation.pk, "inbox": conversation.inbox_id}
    said = {"message": message.pk, "channel": message.channel, "address": outcome.address}
    if outcome.state == State.FAILED:
        event = MessageBounced(**where, **said, status=outcome.status, is_hard=outcome.is_hard)
    else:
        event = MessageArrived(**where, **said, state=outcome.state)
    record(event, customer=conversation.customer_id, by=SYSTEM)
