"""How a conversation comes from one category of status into another. Verbs use it; each holds the conversation's lock."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from regulars.conversations.models import Conversation, NamedStatus
from regulars.conversations.models.named_status import Category
from regulars.lib.question import Given, Question


def usuals(category: str | Given) -> QuerySet[NamedStatus]:
    """The name that is usual in a category, if there is one."""
    return NamedStatus.objects.filter(category=category, is_default=True, retired_at=None)


_usual = Question(usuals, category=str)
FIELDS = [
    "status",
    "named_status",
    "pending_since",
    "snoozed_until",
    "woken_at",
    "resolved_at",
    "waiting_since",
    "undelivered_at",
    "assistant_until",
    "solved_by",
]


def come_to(
    conversation: Conversation, category: str, *, named: NamedStatus | None = None, until: datetime | None = None
) -> None:
    """Make it open, pending (`until` a time, or the next reply) or resolved, by the name that is usual there unless one is given.

    Pending keeps the wait of a customer who is not answered; resolving ends it. Not saved: `FIELDS` are what changes.
    """
    now = timezone.now()
    was_pending = conversation.is_pending
    conversation.status = category
    conversation.named_status = named or usual(category)
    conversation.pending_since = (conversation.pending_since or now) if category == Category.PENDING else None
    conversation.snoozed_until = until if category == Category.PENDING else None
    conversation.woken_at = now if was_pending and category == Category.OPEN else None
    conversation.resolved_at = (conversation.resolved_at or now) if category == Category.RESOLVED else None
    if category != Category.OPEN:
        conversation.assistant_until = None
    if category != Category.RESOLVED:
        conversation.solved_by = None
    else:
        conversation.waiting_since = conversation.undelivered_at = None


def usual(category: str) -> NamedStatus | None:
    """The name that a conversation gets when it comes into the category; none: it is plainly open, pending, resolved."""
    return _usual.first(category=category)


def in_words(conversation: Conversation) -> str:
    """Its status as the house calls it."""
    return str(conversation.named_status or conversation.get_status_display())
