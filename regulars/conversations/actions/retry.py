from django.db import connection, transaction
from django.utils import timezone

from regulars.conversations.events import MessageRetried
from regulars.conversations.models import Conversation, Delivery, Message, Outcome
from regulars.conversations.suppressed import refuse_suppressed
from regulars.customers.actor import Actor
from regulars.customers.timeline import record
from regulars.team.models import Agent


@transaction.atomic
def retry(message: Message, *, by: Agent) -> None:
    """Send a message that failed once more, as the same message. Harmless for one that did not fail.

    Raises ValidationError naming the way and the address when letters to one of its recipients are stopped.
    """
    again = Delivery.objects.filter(message=message, state=Delivery.State.FAILED)
    if again.exists():
        refuse_suppressed(message.recipients)
    if not again.update(state=Delivery.State.WAITING, attempts=0, due_at=timezone.now(), done_at=None):
        return
    Outcome.objects.filter(delivery__message=message).delete()
    Conversation.objects.filter(pk=message.conversation_id).update(undelivered_at=None)
    Message.objects.filter(pk=message.pk).update(state=Message.State.SENDING)
    conversation = message.conversation
    where = {"conversation": conversation.pk, "inbox": conversation.inbox_id}
    event = MessageRetried(**where, message=message.pk, channel=message.channel)
    record(event, customer=conversation.customer_id, by=Actor.agent(by))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('deliveries', '')")
