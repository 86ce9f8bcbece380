from regulars.conversations.models import Conversation, Suggestion
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


def decline(conversation: Conversation, *, by: Agent) -> None:
    """It does not belong where we thought it may. Harmless twice."""
    if Suggestion.objects.filter(conversation=conversation, is_refused=False).update(is_refused=True):
        audit("conversation.suggestion_declined", by=by, on=f"conversation:{conversation.pk}")
