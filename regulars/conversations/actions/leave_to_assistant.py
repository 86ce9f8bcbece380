from datetime import datetime

from django.db import transaction

from regulars.conversations.adding import locked
from regulars.conversations.models import Conversation


@transaction.atomic
def leave_to_assistant(conversation: Conversation, *, until: datetime | None) -> bool:
    """Let the assistant have it longer, or (None) no longer. False when it has it no more: somebody has taken it."""
    conversation = locked(conversation)
    if conversation.assistant_until is None:
        return False
    conversation.assistant_until = until
    conversation.save(update_fields=["assistant_until"])
    return True
