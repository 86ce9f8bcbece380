"""What the page of a conversation asks each time it opens: composed once (`lib/question.py`)."""

from __future__ import annotations

from django.db.models import F, JSONField, Q, QuerySet

from regulars.conversations.continuing import family_of
from regulars.conversations.models import Attachment, Conversation, Draft, Message, Outcome
from regulars.conversations.queries import shown
from regulars.conversations.related import with_relatives
from regulars.customers.models import TimelineEvent
from regulars.lib.conditions.sql import Sql
from regulars.lib.question import Given, Question, hand_out
from regulars.team.models import Agent

NEWEST = 50  # messages; earlier ones on demand
EVENTS = 200
HEARD_ALREADY = (
    "message.received",
    "message.written",
    "message.retried",
    "message.acknowledged",
    "note.added",
)  # the messages themselves say it
MERGING = ("conversation.merged", "conversation.unmerged", "conversation.split", "conversation.unsplit")
# {"vip": "brown"}: the colours of its tags, as far as they have any.
COLOURS = Sql(
    "(SELECT jsonb_object_agg(name, colour) FROM conversations_tag WHERE name = ANY ({}) AND colour <> '')",
    F("tags"),
    output=JSONField(),
)


def the_conversation(number: int, *, agent: Agent) -> Conversation | None:
    """With everything that its head shows; nothing when this agent may not see it."""
    return _conversation.first(number=number, agent=agent.pk)


def newest_messages(conversation: Conversation) -> list[Message]:
    """The last ones in their order, with deliveries, outcomes and files."""
    messages = _messages(conversation=conversation.pk)[::-1]
    if messages:
        whose = {"conversation": conversation.pk, "first": messages[0].position}
        hand_out(_files(**whose), messages, name="attachments", by="message_id")
        deliveries = [message.delivery for message in messages if hasattr(message, "delivery")]
        hand_out(_outcomes(**whose) if deliveries else [], deliveries, name="outcomes", by="delivery_id")
    return messages


def drafts_of(conversation: Conversation, *, agent: Agent) -> list[Draft]:
    """What the agent has begun to write in it."""
    return _drafts(conversation=conversation.pk, agent=agent.pk)


def newest_events(conversation: Conversation) -> list[TimelineEvent]:
    """The last things that happened to it, the newest first."""
    if conversation.relatives:  # type: ignore[attr-defined]
        return list(events_of(conversation).order_by("-pk")[:EVENTS])
    return _events(about=f"conversation:{conversation.pk}")


def events_of(conversation: Conversation) -> QuerySet[TimelineEvent]:
    """What happened to it, and to what became part of it before; not what messages say themselves."""
    if not conversation.relatives:  # type: ignore[attr-defined]
        return _happened(f"conversation:{conversation.pk}")
    about = [f"conversation:{pk}" for pk in family_of(conversation)]
    merges = Q(kind__in=MERGING) & ~Q(about=f"conversation:{conversation.pk}")
    return _happened(*about).exclude(merges)


def _happened(*about: str | Given) -> QuerySet[TimelineEvent]:
    which = Q(about=about[0]) if len(about) == 1 else Q(about__in=about)
    return TimelineEvent.objects.filter(which).exclude(about="").exclude(kind__in=HEARD_ALREADY)


_conversation = Question(
    lambda number, agent: with_relatives(shown(Conversation.objects.visible_to(agent), agent=agent)).select_related("inbox", "topic", "named_status").annotate(colours=COLOURS).filter(pk=number),
    number=int, agent=int,
)  # fmt: skip
_messages = Question(
    lambda conversation: (
        Message.objects.filter(conversation=conversation).select_related("delivery").order_by("-position")[:NEWEST]
    ),
    conversation=int,
)
_files = Question(
    lambda conversation, first: Attachment.objects.filter(message__conversation=conversation, message__position__gte=first).order_by("pk"),
    conversation=int, first=int,
)  # fmt: skip
_outcomes = Question(
    lambda conversation, first: Outcome.objects.filter(delivery__message__conversation=conversation, delivery__message__position__gte=first),
    conversation=int, first=int,
)  # fmt: skip
_drafts = Question(
    lambda conversation, agent: Draft.objects.filter(conversation=conversation, agent=agent),
    conversation=int,
    agent=int,
)
_events = Question(lambda about: _happened(about).order_by("-pk")[:EVENTS], about=str)
