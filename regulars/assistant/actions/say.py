from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from regulars.assistant.acting import ASSISTANT, ring
from regulars.assistant.events import AssistantAnswered
from regulars.assistant.making import Made
from regulars.assistant.models import Answer, Duty
from regulars.assistant.saying import spoken, with_sources
from regulars.conversations.actions.acknowledge import acknowledge
from regulars.conversations.actions.leave_to_assistant import leave_to_assistant
from regulars.conversations.actions.reply import reply
from regulars.conversations.models import Message
from regulars.conversations.recipients import answered_by
from regulars.customers.timeline import record
from regulars.lib.texts import harmless

KEPT = ("text", "evidence", "confidence", "made_by", "tokens_in", "tokens_out", "cost", "took_ms")


@transaction.atomic
def say(answer: Answer, *, made: Made, duty: Duty) -> bool:
    """Tell the customer the answer with its sources. In a chat it waits for what they say to it, and people are not asked before.

    By mail it stands in an acknowledgement, and people answer as ever. False when somebody of the team has the conversation by now.
    """
    if Answer.objects.select_for_update().get(pk=answer.pk).said_id:
        return True
    conversation = answer.conversation
    until = timezone.now() + timedelta(minutes=duty.patience)
    waits = answer.channel == "chat"
    if waits and not leave_to_assistant(conversation, until=until):
        return False
    text, offers = with_sources(made, language=answer.language)
    message = _in_chat(answer, text, offers) if waits else _by_mail(answer, text)
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


def _in_chat(answer: Answer, text: str, offers: dict[str, Any]) -> Message:
    """To whoever asked, whoever else has written since: two chats may have come to stand in one conversation."""
    to = answered_by(answer.conversation, newest=answer.asked) if answer.asked else None
    return reply(answer.conversation, by=ASSISTANT, text=text, offers=offers, recipients=to)


def _by_mail(answer: Answer, text: str) -> Message:
    """To whoever wrote, and to nobody else."""
    asked = answer.asked
    with translation.override(spoken(answer.language)):
        subject = _("Re: %s") % harmless(asked.subject) if asked.subject else _("Your message")
        words = _("Thank you for your message. A person reads it and answers you. Perhaps this helps until then:")
    author = answer.conversation.inbox.brand.name
    return acknowledge(asked, subject=subject, text=f"{words}\n\n{text}", author=author, channel="email")
