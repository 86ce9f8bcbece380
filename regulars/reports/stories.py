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
OF_CONVERSATION = (
    "inbox",
    "customer__language",
    "channel",
    "status",
    "assignee",
    "team__calendar",
    "topic",
    "priority",
    "tags",
    "created_at",
    "resolved_at",
)
SURVEYS = ("csat", "nps", "ces")
Many = dict[int, list[Any]]


def stories_of(numbers: Sequence[int]) -> list[tuple[Conversation, Story]]:
    """What is to be read of these conversations: nothing of what goes on in another one, nor of what we asked somebody else."""
    those = Conversation.objects.filter(pk__in=numbers, merged_into=None, side_of=None).select_related(
        "team", "customer"
    )
    found = list(those.only(*OF_CONVERSATION))
    several = [each.pk for each in found]
    family = families(several)
    said, machines = _said(several)
    happened, promised, rated = _happened(several), _promised(family), _rated(family)
    split = dict(Split.objects.filter(conversation__in=several).values_list("conversation", "at"))
    again, answered, asked, spent = _came_again(found), _answered(family), _asked(family), _spent(several)
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
                is_of_machines=each.pk in machines,
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


def _said(several: list[int]) -> tuple[Many, set[int]]:
    """Letters of a customer, and what is ours and did not fail; and where machines have written and no person has.

    What is automatic counts where it is ours: it is an answer.
    """
    messages = Message.objects.filter(conversation__in=several).exclude(kind=Message.Kind.NOTE)
    messages = messages.exclude(state=Message.State.FAILED).order_by("conversation", "position")
    columns = ("conversation", "created_at", "kind", "agent", "is_automatic", "customer")
    found: Many = defaultdict(list)
    machines, people = set(), set()
    for number, at, kind, agent, is_automatic, customer in messages.values_list(*columns):
        is_ours = kind == Message.Kind.OUT
        is_a_persons = not is_automatic and (is_ours or customer is not None)
        if is_ours or is_a_persons:
            found[number].append(Said(at, is_ours, agent if is_a_persons else None))
        if is_a_persons or not is_ours:
            (people if is_a_persons else machines).add(number)
    return found, machines - people


def _happened(several: list[int]) -> Many:
    about = {f"conversation:{number}": number for number in several}
    events = TimelineEvent.objects.filter(about__in=list(about), kind__in=list(KINDS)).order_by("at", "pk")
    found: Many = defaultdict(list)
    for where, at, kind, by in events.values_list("about", "at", "kind", "by"):
        who, _, number = by.partition(" ")[0].partition(":")
        agent = int(number) if who == "agent" and number else None
        found[about[where]].append(Happened(at, KINDS[kind], agent))
    return found


def _promised(family: dict[int, int]) -> Many:
    """What was kept or broken before it was merged counts where it goes on."""
    outcomes = (Clock.Outcome.KEPT, Clock.Outcome.BROKEN)
    ended = Clock.objects.filter(conversation__in=list(family), outcome__in=outcomes).order_by("ended_at", "pk")
    found: Many = defaultdict(list)
    for number, at, kind, outcome in ended.values_list("conversation", "ended_at", "kind", "outcome"):
        found[family[number]].append(Promised(at, kind, outcome == Clock.Outcome.KEPT))
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


def _came_again(several: list[Conversation]) -> Many:
    found: Many = defaultdict(list)
    ends = [each.resolved_at for each in several if each.resolved_at]
    if not ends:
        return found
    with connection.cursor() as cursor:
        cursor.execute(_AGAIN, [min(ends), max(ends), [each.pk for each in several]])
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
# Of the same matter, and of the customer's own accord: what we begin, or a machine, is no coming again. Between which days others
# can have begun is said for all of these at once, so that only those are looked at.
_AGAIN = """
    SELECT one.id, other.created_at FROM conversations_conversation AS one JOIN conversations_conversation AS other
        ON other.customer_id = one.customer_id AND other.last_activity_at > one.resolved_at AND other.id <> one.id
        AND (other.topic_id IS NOT DISTINCT FROM one.topic_id OR other.follows_id = one.id)
        AND other.created_at > %s AND other.created_at <= %s::timestamptz + interval '7 days'
        AND other.merged_into_id IS NULL AND other.side_of_id IS NULL
        AND other.created_at > one.resolved_at AND other.created_at <= one.resolved_at + interval '7 days'
        AND NOT EXISTS (SELECT FROM conversations_message AS first WHERE first.conversation_id = other.id
            AND first.position = 1 AND (first.kind = 'out' OR first.is_automatic))
    WHERE one.id = ANY (%s) AND one.resolved_at IS NOT NULL ORDER BY other.created_at
"""
_NEIGHBOURS = """
    SELECT id FROM conversations_conversation WHERE resolved_at IS NOT NULL AND customer_id = ANY (%(customers)s::bigint[])
    UNION SELECT one.id FROM conversations_conversation AS other JOIN conversations_conversation AS one
        ON one.customer_id = other.customer_id AND one.resolved_at < other.created_at AND one.resolved_at >= other.created_at - interval '7 days'
    WHERE other.id = ANY (%(numbers)s::bigint[])
"""
