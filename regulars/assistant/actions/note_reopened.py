from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from regulars.assistant.models import Answer
from regulars.conversations.events import ConversationReopened
from regulars.customers.models import Customer
from regulars.customers.timeline import on_request

Outcome = Answer.Outcome
SOON = timedelta(days=7)  # who comes back later has another question


@on_request
def note_reopened(event: ConversationReopened, *, customer: Customer) -> None:
    """What the assistant had settled was not: the customer has come back to it."""
    settled = Answer.objects.filter(conversation=event.conversation, outcome__in=(Outcome.SOLVED, Outcome.ASSUMED))
    settled.filter(settled_at__gte=timezone.now() - SOON).update(outcome=Outcome.REOPENED)
