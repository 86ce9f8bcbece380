"""How a visitor's talk stands, as their panel shows it beside the lines: seen, waiting, somebody types, over."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import DateTimeField, ExpressionWrapper, F, Max, Value
from django.db.models.functions import Now
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulars.channels.chat.models import Line, Rating
from regulars.channels.chat.pace import expected
from regulars.conversations.models import Conversation, Read
from regulars.live.models import Onlooker
from regulars.live.onlookers import QUIET_AFTER, TYPING
from regulars.team.models import Agent

ASKED_FOR = timedelta(days=3)  # how long after its end a visitor is asked how a talk was
STEP = Value(timedelta(hours=1))  # what a step of priority is worth in waiting, as where conversations are given out


def state_of(visitor: int, *, language: str) -> dict[str, Any]:
    """Of the conversation in which they wrote last; nothing of none. What is said is said in this language."""
    last = Line.objects.filter(visitor=visitor).order_by("-position").values("message__conversation")[:1]
    conversation = Conversation.objects.filter(pk__in=last).select_related("inbox__team__calendar").first()
    if conversation is None:
        return {}
    rating = Rating.objects.filter(visitor=visitor, conversation=conversation).first()
    with translation.override(language):
        return {
            "conversation": conversation.pk,
            "is_over": conversation.is_resolved,
            "is_past": bool(conversation.resolved_at) and timezone.now() - conversation.resolved_at > ASKED_FOR,
            "is_rated": rating and ("good" if rating.is_good else "bad"),
            "seen": _seen(visitor, conversation),
            "queue": _queue(conversation),
            "typing": _typing(conversation) or _assistant_writes(visitor, conversation),
        }


def _seen(visitor: int, conversation: Conversation) -> int:
    """The position of the last line of theirs that one of us has had before them."""
    reads = Read.objects.filter(agent__in=Agent.objects.active(), conversation=conversation)  # as its index stands
    read = reads.aggregate(Max("position"))["position__max"] or 0
    lines = Line.objects.filter(visitor=visitor, is_ours=False, message__conversation=conversation)
    return lines.filter(message__position__lte=read).aggregate(Max("position"))["position__max"] or 0


def _queue(conversation: Conversation) -> str:
    """“2 people are before you. An answer takes about 4 minutes”, while it is nobody's."""
    if conversation.is_with_assistant or not (
        conversation.is_open and conversation.waiting_since and conversation.assignee_id is None
    ):
        return ""
    before = before_it(conversation)
    place = (
        ngettext("%d person is before you.", "%d people are before you.", before) % before
        if before
        else _("You are next.")
    )
    return f"{place} {expected(conversation.inbox)}"


def before_it(conversation: Conversation) -> int:
    """How many in its queue have their turn earlier."""
    queue = {"team": conversation.team_id} if conversation.team_id else {"inbox": conversation.inbox_id, "team": None}
    waiting = (
        Conversation.objects.open()
        .exclude(assistant_until__gt=Now())
        .filter(assignee=None, merged_into=None, waiting_since__isnull=False, **queue)
    )
    turn = ExpressionWrapper(F("waiting_since") - F("priority") * STEP, output_field=DateTimeField())
    mine = waiting.filter(pk=conversation.pk).values(turn=turn)
    return waiting.alias(turn=turn).filter(turn__lt=mine[:1]).count()


def _assistant_writes(visitor: int, conversation: Conversation) -> str:
    """The brand's name, while the assistant makes an answer to what they wrote last."""
    if not conversation.is_with_assistant:
        return ""
    newest = Line.objects.filter(visitor=visitor).order_by("-position").first()
    return "" if newest is None or newest.is_ours else str(conversation.inbox.brand)


def _typing(conversation: Conversation) -> str:
    """The first name of whoever of us writes an answer just now."""
    writing = Onlooker.objects.filter(topic=f"conversation:{conversation.pk}", doing=TYPING, owner__gt=0)
    agents = Agent.objects.filter(pk__in=writing.filter(seen_at__gt=Now() - QUIET_AFTER).values("owner"))
    return next((each.first_name for each in agents.order_by("pk")[:1]), "")
