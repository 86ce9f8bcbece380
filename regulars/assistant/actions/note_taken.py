from __future__ import annotations

from django.utils import timezone

from regulars.assistant.models import Answer
from regulars.conversations.events import ConversationAssigned, ReplyWritten
from regulars.customers.actor import Actor
from regulars.customers.models import Customer, TimelineEvent
from regulars.customers.timeline import cause, on_request

Outcome = Answer.Outcome


@on_request
def note_taken(event: ReplyWritten | ConversationAssigned, *, customer: Customer) -> None:
    """Somebody of the team has taken what the assistant had, or has answered after it."""
    if isinstance(event, ConversationAssigned) and event.agent is None:
        return
    if isinstance(event, ReplyWritten) and not _is_by_agent():
        return
    open_ = Answer.objects.filter(conversation=event.conversation, outcome__in=(Outcome.MAKING, Outcome.OPEN))
    taken = {"outcome": Outcome.HANDED_OVER, "because": Answer.Because.TAKEN, "due_at": None}
    open_.update(settled_at=timezone.now(), **taken)


def _is_by_agent() -> bool:
    by = TimelineEvent.objects.filter(pk=cause()).values_list("by", flat=True).first()
    return bool(by) and Actor.read(by).kind == "agent"
