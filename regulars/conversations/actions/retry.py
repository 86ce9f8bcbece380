from django.db import transaction
from django.utils import timezone

from regulars.conversations.actions.learn_outcome import addresses_of
from regulars.conversations.adding import held_with
from regulars.conversations.events import MessageRetried
from regulars.conversations.leaving import ring
from regulars.conversations.models import Delivery, Message, Outcome
from regulars.conversations.suppressed import refuse_suppressed, suppressed_among
from regulars.customers.actor import Actor
from regulars.customers.timeline import record
from regulars.team.models import Agent

State = Delivery.State


@transaction.atomic
def retry(message: Message, *, by: Agent) -> None:
    """Send a message once more, as the same message, to everybody it did not reach. Harmless when there is nobody.

    Raises ValidationError naming the way and the address when letters to all of them are stopped.
    """
    again = Delivery.objects.select_for_update(of=("self",)).filter(
        message=message, state__in=[State.FAILED, State.DONE]
    )
    delivery = again.first()
    people = _unreached(delivery) if delivery else set()
    if not people:
        return
    if people <= set(suppressed_among(people)):
        refuse_suppressed(message.recipients)
    conversation = held_with(message)
    if delivery.state == State.FAILED:
        Message.objects.filter(pk=message.pk).update(state=Message.State.SENDING)
    delivery.left = None if delivery.state == State.FAILED else sorted(people)
    delivery.state, delivery.attempts, delivery.is_cleared = State.WAITING, 0, False
    delivery.due_at, delivery.done_at, delivery.error = timezone.now(), None, ""
    delivery.save()
    delivery.outcomes.filter(address__in=people).delete()
    conversation.undelivered_at = None
    conversation.save(update_fields=["undelivered_at"])
    where = {"conversation": conversation.pk, "inbox": conversation.inbox_id}
    event = MessageRetried(**where, message=message.pk, channel=message.channel)
    record(event, customer=conversation.customer_id, by=Actor.of(by))
    ring(delivery.channel)


def _unreached(delivery: Delivery) -> set[str]:
    if delivery.state == State.FAILED:
        return addresses_of(delivery.message)
    return set(delivery.outcomes.filter(state=Outcome.State.FAILED).values_list("address", flat=True))
