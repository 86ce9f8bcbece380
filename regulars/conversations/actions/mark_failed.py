from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from regulars.conversations.adding import held_with
from regulars.conversations.events import MessageFailed
from regulars.conversations.models import Delivery, Message
from regulars.conversations.trying import give_up, put_off
from regulars.customers.actor import SYSTEM
from regulars.customers.timeline import record


@transaction.atomic
def mark_failed(delivery: Delivery, *, error: str, is_final: bool = False, left: Collection[str] | None = None) -> None:
    """Handing over did not work: try again later, later each time; after the last try, or a refusal, tell the team.

    `left` are the addresses it is tried for from now on, when not for all. Who has it already keeps it.
    """
    delivery.error = error[:2000]
    delivery.left = sorted(left) if left is not None else delivery.left
    if not is_final and put_off(delivery):
        return delivery.save()
    delivery.done_at = timezone.now()
    delivery.state = Delivery.State.FAILED if delivery.left is None else Delivery.State.DONE
    delivery.save()
    return _tell(delivery) if delivery.left is None else give_up(delivery)


def _tell(delivery: Delivery) -> None:
    message = delivery.message
    conversation = held_with(message)
    message.state = Message.State.FAILED
    message.save(update_fields=["state"])
    conversation.undelivered_at = conversation.last_activity_at = timezone.now()
    conversation.save(update_fields=["undelivered_at", "last_activity_at"])
    event = MessageFailed(
        conversation=conversation.pk, inbox=conversation.inbox_id, message=message.pk, channel=delivery.channel
    )
    record(event, customer=conversation.customer_id, by=SYSTEM)
