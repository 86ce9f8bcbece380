from __future__ import annotations

from contextlib import suppress

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from regulars.assistant.acting import ASSISTANT
from regulars.assistant.events import AssistantSolved
from regulars.assistant.models import Answer
from regulars.assistant.saying import on_solving
from regulars.conversations.actions.leave_to_assistant import leave_to_assistant
from regulars.conversations.actions.reply import reply
from regulars.conversations.actions.resolve import resolve
from regulars.conversations.models import Conversation
from regulars.customers.timeline import record

Outcome = Answer.Outcome


@transaction.atomic
def settle(conversation: Conversation, *, is_confirmed: bool) -> bool:
    """The answer has settled the matter: the customer said so, or said nothing more where the inbox takes that for it.

    False when the assistant has it no more, or has answered nothing.
    """
    last = Answer.objects.filter(conversation=conversation, outcome=Outcome.OPEN).order_by("pk").last()
    if last is None or not leave_to_assistant(conversation, until=None):
        return False
    now, outcome = timezone.now(), Outcome.SOLVED if is_confirmed else Outcome.ASSUMED
    open_ = Answer.objects.filter(conversation=conversation, outcome__in=(Outcome.MAKING, Outcome.OPEN))
    open_.update(outcome=outcome, settled_at=now, due_at=None)
    if is_confirmed:
        with suppress(ValidationError), transaction.atomic():  # an address may take no letters
            reply(conversation, by=ASSISTANT, text=on_solving(language=last.language))
    resolve(conversation, by=ASSISTANT)
    where = {"conversation": conversation.pk, "inbox": conversation.inbox_id}
    event = AssistantSolved(**where, answer=last.pk, is_confirmed=is_confirmed)
    record(event, customer=conversation.customer_id, by=ASSISTANT)
    return True
