from datetime import datetime

from django.db import transaction
from django.db.models import Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.conversations.adding import locked
from regulars.conversations.events import MessageScheduled
from regulars.conversations.leaving import LONGEST, not_yet_leaving
from regulars.conversations.models import Conversation, Message
from regulars.customers.actor import Actor, By
from regulars.customers.timeline import record
from regulars.lib.refusal import refusal


@transaction.atomic
def schedule(message: Message, *, at: datetime, by: By, yields: bool = False) -> None:
    """Let an answer that has not left leave at a time to come. With `yields` it is held back when
    the customer or a colleague writes first.

    Raises ValidationError: "send_at" for a time that has passed or is more than a year away, "message" once it may have left.
    """
    if not timezone.now() < at < timezone.now() + LONGEST:
        raise refusal("send_at", _("Choose a time to come, within a year."))
    delivery = not_yet_leaving(message)
    if delivery is None:
        raise refusal("message", _("It has left already."), "sent")
    conversation = locked(message.conversation)
    delivery.state, delivery.due_at = delivery.State.WAITING, at
    delivery.is_scheduled, delivery.yields = True, yields
    delivery.save(update_fields=["state", "due_at", "is_scheduled", "yields"])
    answers_now_at(message, at)
    where = {"conversation": conversation.pk, "inbox": conversation.inbox_id}
    event = MessageScheduled(**where, message=message.pk, channel=delivery.channel)
    record(event, customer=conversation.customer_id, by=Actor.of(by))


def answers_now_at(message: Message, at: datetime) -> None:
    """The answer, dated by when it leaves: if it is the first one, that is when the customer is answered."""
    Message.objects.filter(pk=message.pk).update(at=at)
    answers = Message.objects.filter(conversation=message.conversation_id, kind=Message.Kind.OUT, is_automatic=False)
    first = answers.order_by("at").values("at")[:1]
    Conversation.objects.filter(pk=message.conversation_id).update(replied_at=Subquery(first))
