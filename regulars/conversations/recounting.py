"""What a conversation's row says of its messages, told anew when messages have left it or come from elsewhere."""

from __future__ import annotations

from django.db import connection
from django.db.models import Q

from regulars.conversations.actions.reopen import unanswered_since
from regulars.conversations.adding import snippet_of
from regulars.conversations.continuing import family_of
from regulars.conversations.models import ChecklistItem, Conversation, Link, Message, Split

APART = 1_000_000_000  # positions that no message has, while all of them change
# First out of each other's way, then into their places: the constraint is checked row by row.
_APART = """
    UPDATE conversations_message AS message SET position = -%s - turn.number FROM (
        SELECT id, row_number() OVER (ORDER BY created_at, id) AS number
        FROM conversations_message WHERE conversation_id = %s) AS turn
    WHERE message.id = turn.id
"""
_IN_TURN = "UPDATE conversations_message SET position = -position - %s WHERE conversation_id = %s"


def put_in_turn(conversation: Conversation) -> None:
    """Number its messages by the time they came."""
    with connection.cursor() as cursor:
        cursor.execute(_APART, [APART, conversation.pk])
        cursor.execute(_IN_TURN, [APART, conversation.pk])
        conversation.last_position = cursor.rowcount


def tell_anew(conversation: Conversation) -> None:
    """Who spoke last and when, what they said, who waits since when. Saved."""
    messages = conversation.messages
    public = messages.exclude(kind=Message.Kind.NOTE)
    inbound = messages.filter(kind=Message.Kind.IN).order_by("-position").first()
    said = public.filter(customer__isnull=False) | public.filter(kind=Message.Kind.OUT)
    newest = said.order_by("-position").first()
    answers = public.filter(kind=Message.Kind.OUT, is_automatic=False)
    conversation.replied_at = answers.order_by("at").values_list("at", flat=True).first()
    conversation.inbound_position = inbound.position if inbound else 0
    conversation.snippet = snippet_of(newest) if newest else ""
    conversation.is_ours_last = bool(newest and newest.kind == Message.Kind.OUT)
    conversation.last_activity_at = newest.created_at if newest else conversation.created_at
    conversation.waiting_since = None if conversation.is_resolved else unanswered_since(conversation)
    conversation.save()


def count_ties(conversation: Conversation) -> None:
    """How many others it is tied to, where somebody else is asked, and what is left of its checklist. Saved.

    What became part of it counts, so that its page knows from its own row whether there is anything to ask for.
    """
    family = family_of(conversation)
    linked = Link.objects.filter(Q(first__in=family) | Q(second__in=family)).count()
    conversation.link_count = linked + Split.objects.filter(Q(conversation__in=family) | Q(source__in=family)).count()
    conversation.side_count = Conversation.objects.filter(side_of__in=family).count()
    items = ChecklistItem.objects.filter(conversation__in=family)
    conversation.checklist_total, conversation.checklist_open = items.count(), items.filter(done_at=None).count()
    conversation.save(update_fields=["link_count", "side_count", "checklist_total", "checklist_open"])
