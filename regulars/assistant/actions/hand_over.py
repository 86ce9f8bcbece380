from __future__ import annotations

from contextlib import suppress

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from regulars.assistant.acting import ASSISTANT
from regulars.assistant.events import AssistantHandedOver
from regulars.assistant.models import Answer
from regulars.assistant.saying import on_handing_over, summary
from regulars.conversations.actions.leave_to_assistant import leave_to_assistant
from regulars.conversations.actions.note import note
from regulars.conversations.actions.reply import reply
from regulars.conversations.models import Conversation, Message
from regulars.conversations.recipients import answered_by
from regulars.customers.timeline import record

Outcome = Answer.Outcome


@transaction.atomic
def hand_over(conversation: Conversation, *, because: str, asked: Message | None = None) -> bool:
    """Leave it to people, who read in a note what was asked and shown; the customer is told. Queues and rules go on as ever.

    `asked`: what was just written, if that is why. False when the assistant has it no more, and then nothing happens.
    """
    if not leave_to_assistant(conversation, until=None):
        return False
    open_ = Answer.objects.filter(conversation=conversation, outcome__in=(Outcome.MAKING, Outcome.OPEN))
    answers = list(open_.select_related("asked").order_by("pk"))
    language = answers[-1].language if answers else conversation.customer.language or ""
    open_.update(outcome=Outcome.HANDED_OVER, because=because, due_at=None, settled_at=timezone.now())
    note(conversation, by=ASSISTANT, text=summary(answers, because=because))
    if words := on_handing_over(because, language=language):
        _tell(conversation, [each.asked for each in answers] + [asked], words=words)
    where = {"conversation": conversation.pk, "inbox": conversation.inbox_id}
    event = AssistantHandedOver(**where, because=because, words=str(Answer.Because(because).label))
    record(event, customer=conversation.customer_id, by=ASSISTANT)
    return True


def _tell(conversation: Conversation, several: list[Message | None], *, words: str) -> None:
    """Each who still waits for an answer: two chats may have come to stand in one conversation. An address may take no letters:
    people look all the same."""
    waiting = {each.author_address: each for each in several if each}
    for asked in waiting.values() or [None]:
        with suppress(ValidationError), transaction.atomic():
            to = answered_by(conversation, newest=asked)
            reply(conversation, by=ASSISTANT, text=words, recipients=to)
