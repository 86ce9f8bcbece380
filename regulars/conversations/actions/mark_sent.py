from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from regulars.conversations.adding import held_with
from regulars.conversations.events import MessageSent
from regulars.conversations.models import Delivery, Message, Outcome
from regulars.conversations.trying import give_up, put_off
from regulars.customers.actor import SYSTEM
from regulars.customers.timeline import record


@transaction.atomic
def mark_sent(delivery: Delivery, *, provider_id: str = "", left: Collection[str] = ()) -> None:
    """The provider has taken the message over, but not for the addresses that are `left`: it is tried again for them alone,
    later each time, and after the last try they count as not reached. `provider_id` is the id it gave, when it gives one.
    """
    before, delivery.left = delivery.left or [], sorted(left) or None
    goes_on = bool(left) and put_off(delivery)
    delivery.state = Delivery.State.WAITING if goes_on else Delivery.State.DONE
    delivery.done_at, delivery.error = None if goes_on else timezone.now(), ""
    delivery.provider_id = provider_id[:998] or delivery.provider_id
    delivery.save()
    delayed = delivery.outcomes.filter(state=Outcome.State.DELAYED, address__in=before)
    delayed.exclude(address__in=left).delete()
    if delivery.message.state != Message.State.SENT:
        _tell(delivery)
    if not goes_on:
        give_up(delivery)


def _tell(delivery: Delivery) -> None:
    message = delivery.message
    conversation = held_with(message)
    message.state = Message.State.SENT
    message.save(update_fields=["state"])
    event = MessageSent(
        conversation=conversation.pk, inbox=conversation.inbox_id, message=message.pk, channel=delivery.channel
    )
    record(event, customer=conversation.customer_id, by=SYSTEM)
