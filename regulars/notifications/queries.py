"""What the bell, its page and the digests ask."""

from __future__ import annotations

from django.db.models import QuerySet

from regulars.conversations.models import Conversation
from regulars.notifications.models import Notification
from regulars.team.models import Agent

MOST = 99  # the bell says 99+ beyond


def newest(agent: Agent, *, is_unseen: bool = False, limit: int = 50) -> list[Notification]:
    """What the agent was told in the desk, the newest first; never about what they may not see any more."""
    told = visible(agent).filter(is_in_desk=True)
    return list((told.filter(seen_at=None) if is_unseen else told).order_by("-at", "-pk")[:limit])


def unseen(agent: Agent) -> tuple[int, list[int]]:
    """How many stand in the desk unseen, at most one beyond MOST; and all conversations of which anything is unseen, whichever way it goes."""
    rows = (
        visible(agent)
        .filter(seen_at=None)
        .order_by("-is_in_desk")
        .values_list("is_in_desk", "conversation")[: 2 * MOST]
    )
    count = sum(is_in_desk for is_in_desk, _conversation in rows)
    return min(count, MOST + 1), sorted({conversation for _is_in_desk, conversation in rows})


def unmailed(taken: list[Notification], *, agent: Agent) -> list[Notification]:
    """Of these, what the agent has not seen and may see, the newest first."""
    told = visible(agent).filter(pk__in=[each.pk for each in taken], seen_at=None)
    return list(told.order_by("-at", "-pk"))


def visible(agent: Agent) -> QuerySet[Notification]:
    """What is told to the agent, by whichever way; never about what they may not see any more."""
    conversations = Conversation.objects.visible_to(agent)
    return Notification.objects.filter(agent=agent, conversation__in=conversations).select_related(
        "conversation__customer"
    )
