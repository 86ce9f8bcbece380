"""Conversations as readings see them: a few questions for many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from regulars.channels.chat.models import Rating
from regulars.conversations.models import Clock, Conversation, Message, Split
from regulars.customers.models import TimelineEvent
from regulars.reports.reading import Answered, Asked, Happened, Promised, Said, Story
from regulars.surveys.models import Invitation, Opinion

KINDS = {
    "conversation.resolved": "resolved",
    "conversation.reopened": "reopened",
    "conversation.snoozed": "snoozed",
    "conversation.woken": "woken",
    "assistant.answered": "answered",
    "assistant.handed_over": "handed_over",
}
SURVEYS = ("csat", "nps", "ces")
Many = dict[int, list[Any]]


def stories_of(numbers: Sequence[int]) -> list[tuple[Conversation, Story]]:
    """What is to be read of these conversations: nothing of what goes on in another one, nor of what we asked somebody else."""
    found = list(Conversation.objects.filter(pk__in=numbers, merged_into=None, side_of=None).select_related("team"))
    several = [each.pk for each in found]
    family = families(several)
    said, happened, promised, rated = _said(several), _happened(several), _promised(several), _rated(family)
    split = dict(Split.objects.filter(conversation__in=several).values_list("conversation", "at"))
    again, answered, asked, spent = _came_again(several), _answered(family), _asked(family), _spent(several)
    return [
        (
            each,
            Story(
                began_at=_began(each, said[each.pk], split.get(each.pk)),
                is_open=not each.is_resolved,
                settled_at=each.resolved_at,
                said=tuple(said[each.pk]),
                happened=tuple(happened[each.pk]),
                promised=tuple(promised[each.pk]),
                rated=tuple(rated[each.pk]),
                answered=tuple(answered[each.pk]),
                asked=tuple(asked[each.pk]),
                spent=tuple(spent[each.pk]),
                assignee=each.assignee_id,
                came_again_at=tuple(again[each.pk]),
            ),
        )
        for each in found
    ]


def families(numbers: Sequence[int]) -> dict[int, int]:
    """These conversations and all that were merged into them, however deep: each with the one of these that it goes on in."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_FAMILY} SELECT id, root FROM family", [list(numbers)])
        return dict(cursor.fetchall())


def neighbours(numbers: Sequence[int], customers: Iterable[int]) -> set[int]:
    """The conversations of these customers, and of whose these are, that may be read otherwise as others have changed."""
    with connection.cursor() as cursor:
        cursor.execute(_NEIGHBOURS, {"numbers": list(numbers), "customers": list(customers)})
        return {number for (number,) in cursor.fetchall()}


def _began(conversation: Conversation, said: list[Said], split_at: datetime | None) -> datetime:
    """What was taken out of another one begins then; what others were merged into, as early as the first of them."""
    if split_at is not None:
        return split_at
    return min(conversation.created_at, said[0].at) if said else conversation.created_at


def _said(several: list[int]) -> Many:
    """Letters of a customer, and what is ours and did not fail. What is automatic counts where it is ours: it is an answer."""
    messages = Message.objects.filter(conversation__in=several).exclude(kind=Message.Kind.NOTE)
    messages = messages.exclude(state=Message.State.FAILED).order_by("conversation", "position")
    columns = ("conversation", "created_at", "kind", "agent", "is_automatic", "customer")
    found: Many = defaultdict(list)
    for number, at, kind, agent, is_automatic, customer in messages.values_list(*columns):
        if kind == Message.Kind.OUT:
            found[number].append(Said(at, True, None if is_automatic else agent))
        elif customer is not None and not is_automatic:
            found[number].append(Said(at, False))
    return found


def _happened(several: list[int]) -> Many:
    about = {f"conversation:{number}": number for number in several}
    events = TimelineEvent.objects.filter(about__in=list(about), kind__in=list(KINDS)).order_by("at", "pk")
    found: Many = defaultdict(list)
    for where, at, kind, by in events.values_list("about", "at", "kind", "by"):
        who, _, number = by.partition(" ")[0].partition(":")
        agent = int(number) if who == "agent" and number else None
        found[about[where]].append(Happened(at, KINDS[kind], agent))
    return found


def _promised(several: list[int]) -> Many:
    ended = Clock.objects.filter(conversation__in=several, outcome__in=(Clock.Outcome.KEPT, Clock.Outcome.BROKEN))
    found: Many = defaultdict(list)
    for number, at, kind, outcome in ended.values_list("conversation", "ended_at", "kind", "outcome"):
        found[number].append(Promised(at, kind, outcome == Clock.Outcome.KEPT))
    return found


def _rated(family: dict[int, int]) -> Many:
    """What was rated stays with its chat, and is read where that goes on; so are opinions, and who was asked for them."""
    given = Rating.objects.filter(conversation__in=list(family))
    found: Many = defaultdict(list)
    for number, at, is_good in given.values_list("conversation", "at", "is_good"):
        found[family[number]].append((at, is_good))
    return found


def _answered(family: dict[int, int]) -> Many:
    """Of surveys that have a figure; without tests, and what was told of colleagues."""
    given = Opinion.objects.counted().filter(conversation__in=list(family), survey__kind__in=SURVEYS)
    columns = ("conversation", "at", "survey__kind", "score", "agent")
    found: Many = defaultdict(list)
    for number, *facts in given.exclude(score=None).values_list(*columns).order_by("pk"):
        found[family[number]].append(Answered(*facts))
    return found


def _asked(family: dict[int, int]) -> Many:
    asked = Invitation.objects.filter(conversation__in=list(family), state=Invitation.State.SENT)
    asked = asked.exclude(opinion__is_left_out=True)
    found: Many = defaultdict(list)
    for number, *facts in asked.values_list("conversation", "made_at", "opinion", "agent").order_by("pk"):
        at, opinion, agent = facts
        found[family[number]].append(Asked(at, opinion is not None, agent))
    return found


def _spent(several: list[int]) -> Many:
    """Also on those that were merged into them."""
    found: Many = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_SPENT, [several])
        for number, agent, seconds in cursor.fetchall():
            found[number].append((agent, seconds))
    return found


def _came_again(several: list[int]) -> Many:
    found: Many = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_AGAIN, [several])
        for number, at in cursor.fetchall():
            found[number].append(at)
    return found


_FAMILY = """
    WITH RECURSIVE family (root, id) AS (
        SELECT id, id FROM unnest(%s::bigint[]) AS id
        UNION SELECT family.root, other.id FROM family JOIN conversations_conversation AS other ON other.merged_into_id = family.id
    )
"""
_SPENT = f"""
    {_FAMILY} SELECT root, agent_id, extract(epoch FROM sum(spent))::float8 FROM family
        JOIN conversations_attention ON conversation_id = family.id GROUP BY 1, 2 ORDER BY 1, 2
"""
_AGAIN = """
    SELECT one.id, other.created_at FROM conversations_conversation AS one JOIN conversations_conversation AS other
        ON other.customer_id = one.customer_id AND other.last_activity_at > one.resolved_at AND other.id <> one.id
        AND other.topic_id IS NOT DISTINCT FROM one.topic_id AND other.merged_into_id IS NULL AND other.side_of_id IS NULL
        AND other.created_at > one.resolved_at AND other.created_at <= one.resolved_at + interval '7 days'
    WHERE one.id = ANY (%s) AND one.resolved_at IS NOT NULL ORDER BY other.created_at
"""
_NEIGHBOURS = """
    SELECT id FROM conversations_conversation WHERE resolved_at IS NOT NULL AND customer_id = ANY (%(customers)s::bigint[])
    UNION SELECT one.id FROM conversations_conversation AS other JOIN conversations_conversation AS one
        ON one.customer_id = other.customer_id AND one.last_activity_at > other.created_at - interval '7 days'
        AND one.resolved_at < other.created_at AND one.resolved_at >= other.created_at - interval '7 days'
    WHERE other.id = ANY (%(numbers)s::bigint[])
"""
