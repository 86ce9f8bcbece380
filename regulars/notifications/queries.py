"""What the bell, its page and the digests ask."""

from __future__ import annotations

from django.db.models import QuerySet

from regulars.conversations.models import Conversation
from regulars.notifications.models import Notification
from regulars.team.models import Agent

MOST = 99  # the bell says 99+ beyond


def newest(agent: Agent, *, is_unseen: bool = False, limit: int = 50) -> list[Notification]:
    """What the agent was told in the desk, the newest first; never about what they may not see any more."""
    told = _told(agent)
    return list((told.filter(seen_at=None) if is_unseen else told).order_by("-at", "-pk")[:limit])


def unseen(agent: Agent) -> tuple[int, list[int]]:
    """How many there are, at most one beyond MOST, and the numbers of their conversations."""
    numbers = list(_told(agent).filter(seen_at=None).values_list("conversation", flat=True)[: MOST + 1])
    return len(numbers), sorted(set(numbers))


def _told(agent: Agent) -> QuerySet[Notification]:
    visible = Conversation.objects.visible_to(agent)
    return Notification.objects.filter(agent=agent, conversation__in=visible).select_related("conversation__customer")
