"""Since when a conversation is where it is."""

from __future__ import annotations

from datetime import datetime

from regulars.conversations.events import ConversationAssigned
from regulars.conversations.models import Conversation
from regulars.customers.models import TimelineEvent


def there_since(conversation: Conversation) -> datetime:
    """Since it was given to where it is and somebody waits, whichever came later."""
    given = TimelineEvent.objects.filter(about=f"conversation:{conversation.pk}", kind=ConversationAssigned.kind)
    given_at = given.order_by("-pk").values_list("at", flat=True).first()
    waits_since = conversation.waiting_since or conversation.created_at
    return max(given_at, waits_since) if given_at else waits_since
