"""How a visitor's talk stands, as their panel shows it beside the lines: seen, waiting, somebody types, over."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import CharField, DateTimeField, ExpressionWrapper, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat, Now
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulars.channels.chat.models import Line, Rating, Visitor
from regulars.channels.chat.pace import expected
from regulars.conversations.models import Conversation, Read
from regulars.lib.question import Given, Question
from regulars.live.models import Onlooker
from regulars.live.onlookers import QUIET_AFTER, TYPING
from regulars.team.models import Agent

ASKED_FOR = timedelta(days=3)  # how long after its end a visitor is asked how a talk was
STEP = timedelta(hours=1)  # what a step of priority is worth in waiting, as where conversations are given out


def state_of(visitor: int, *, language: str) -> dict[str, Any]:
    """Of the conversation in which they wrote last; nothing of none. What is said is said in this language."""
    talk = _talk.first(visitor=visitor)
    if talk is None:
        return {}
    with translation.override(language):
        return {
            "conversation": talk.pk,
            "is_over": talk.is_resolved,
            "is_past": bool(talk.resolved_at) and timezone.now() - talk.resolved_at > ASKED_FOR,
            "is_rated": {True: "good", False: "bad", None: None}[talk.is_good],
            "seen": talk.seen or 0,
            "queue": _queue(talk),
            "typing": _typing(talk),
            "coming": talk.coming if _is_being_answered(talk) else "",
        }


def _with_facts(visitor: Given) -> QuerySet[Conversation]:
    """The conversation in which a visitor wrote last, with all that their panel shows of it: asked again and again."""
    lines = Line.objects.filter(visitor=visitor).order_by("-position")
    reads = Read.objects.filter(agent__in=Agent.objects.active(), conversation=OuterRef("pk"))  # as its index stands
    theirs = lines.filter(is_ours=False, message__conversation=OuterRef("pk"), message__position__lte=OuterRef("read"))
    topic = Concat(Value("conversation:"), Cast(OuterRef(OuterRef("pk")), CharField()))
    writing = Onlooker.objects.filter(topic=topic, doing=TYPING, owner__gt=0, seen_at__gt=Now() - QUIET_AFTER)
    writers = Agent.objects.filter(pk__in=writing.values("owner")).order_by("pk")
    talk = Conversation.objects.filter(pk__in=lines.values("message__conversation")[:1])
    return talk.select_related(
        "inbox__brand", "inbox__team__calendar"
    ).annotate(
        read=Subquery(reads.order_by("-position").values("position")[:1]),
        seen=Subquery(theirs.values("position")[:1]),  # the last line of theirs that one of us has had before them
        is_good=Subquery(Rating.objects.filter(visitor=visitor, conversation=OuterRef("pk")).values("is_good")),
        is_answered=Subquery(lines.values("is_ours")[:1]),
        writer=Subquery(writers.values("name")[:1]),
        coming=Subquery(Visitor.objects.filter(pk=visitor).values("coming")),
    )


_talk = Question(_with_facts, visitor=int)


def _queue(talk: Conversation) -> str:
    """“2 people are before you. An answer takes about 4 minutes”, while it is nobody's."""
    if talk.is_with_assistant or not (talk.is_open and talk.waiting_since and talk.assignee_id is None):
        return ""
    before = before_it(talk)
    place = (
        ngettext("%d person is before you.", "%d people are before you.", before) % before
        if before
        else _("You are next.")
    )
    return f"{place} {expected(talk.inbox)}"


def before_it(conversation: Conversation) -> int:
    """How many in its queue have their turn earlier than this one, which waits."""
    queue = {"team": conversation.team_id} if conversation.team_id else {"inbox": conversation.inbox_id, "team": None}
    waiting = (
        Conversation.objects.open()
        .exclude(assistant_until__gt=Now())
        .filter(assignee=None, merged_into=None, waiting_since__isnull=False, **queue)
    )
    turn = ExpressionWrapper(F("waiting_since") - F("priority") * Value(STEP), output_field=DateTimeField())
    mine = conversation.waiting_since - conversation.priority * STEP
    return waiting.alias(turn=turn).filter(turn__lt=mine).count()


def _typing(talk: Conversation) -> str:
    """The first name of whoever of us writes an answer just now; the brand's, while the assistant makes one to what they wrote last."""
    if talk.writer:
        return Agent(name=talk.writer).first_name
    return str(talk.inbox.brand) if _is_being_answered(talk) else ""


def _is_being_answered(talk: Conversation) -> bool:
    return talk.is_with_assistant and not talk.is_answered
