from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from regulars.assistant.acting import ASSISTANT, ring
from regulars.assistant.events import AssistantAnswered
from regulars.assistant.making import Made
from regulars.assistant.models import Answer, Duty
from regulars.assistant.saying import with_sources
from regulars.conversations.actions.leave_to_assistant import leave_to_assistant
from regulars.conversations.actions.reply import reply
from regulars.customers.timeline import record

KEPT = ("text", "evidence", "confidence", "made_by", "tokens_in", "tokens_out", "cost", "took_ms")


@transaction.atomic
def say(answer: Answer, *, made: Made, duty: Duty) -> bool:
    """Tell the customer the answer with its sources. In a chat it waits for what they say to it, and people are not asked before.

    False when somebody of the team has the conversation by now: then nothing is said.
    """
    conversation = answer.conversation
    until = timezone.now() + timedelta(minutes=duty.patience)
    waits = answer.channel == "chat"
    if waits and not leave_to_assistant(conversation, until=until):
        return False
    text, offers = with_sources(made, language=answer.language)
    shown = offers if waits else {}
    message = reply(conversation, by=ASSISTANT, text=text, client_key=f"assistant:{answer.pk}", offers=shown)
    for name in KEPT:
        setattr(answer, name, getattr(made, name))
    answer.said, answer.outcome, answer.due_at = message, Answer.Outcome.OPEN, None
    answer.save()
    where = {"conversation": conversation.pk, "inbox": conversation.inbox_id}
    sure = round(answer.confidence, 3)
    event = AssistantAnswered(**where, answer=answer.pk, message=message.pk, confidence=sure, made_by=answer.made_by)
    record(event, customer=conversation.customer_id, by=ASSISTANT)
    ring()
    return True
