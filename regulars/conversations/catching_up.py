"""Waits that had ended before anybody looked: a letter that was answered at once was promised an answer, too."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from regulars.conversations.clocks import REPLIES, begun, close, is_live
from regulars.conversations.events import ConversationResolved, MessageReceived
from regulars.conversations.models import Clock, Conversation, Message, Promise
from regulars.conversations.promising import promise_for
from regulars.customers.models import TimelineEvent
from regulars.lib.question import Question

Kind = Clock.Kind
_letter = Question(
    lambda message, conversation: Message.objects.filter(
        pk=message, conversation=conversation, is_automatic=False, kind=Message.Kind.IN, customer__isnull=False
    ),
    message=int, conversation=int,
)  # fmt: skip


def catch_up(conversation: Conversation, *, event: MessageReceived, event_id: int) -> None:
    """Keep the clocks of the wait that this letter belongs to, if it is over and nobody has. The conversation is held."""
    spoken = Message.objects.filter(conversation=conversation, is_automatic=False).order_by("position")
    letter = _letter.first(message=event.message, conversation=conversation.pk)
    if letter is None or (conversation.waiting_since and conversation.waiting_since <= letter.created_at):
        return
    promise, resolved = promise_for(conversation, now=timezone.now()), _resolved(conversation)
    answer = spoken.filter(kind=Message.Kind.OUT, position__gt=letter.position).first()
    settled_at = resolved.filter(pk__gt=event_id).values_list("at", flat=True).first()
    ends = [at for at in (answer and answer.created_at, settled_at) if at]
    if promise is None or not ends or min(ends) < promise.made_at:
        return
    before = spoken.filter(kind=Message.Kind.OUT, position__lt=letter.position).last()
    since = max(_first_of(letter, before, resolved.filter(pk__lt=event_id).last(), spoken), promise.made_at)
    is_answered = answer is not None and answer.created_at == min(ends)
    clock = _begun(conversation, Kind.NEXT_REPLY if before else Kind.FIRST_REPLY, promise, since)
    if clock and not _is_known(conversation, REPLIES, since):
        close(clock, conversation, min(ends), is_dropped=not is_answered)
    clock = _begun(conversation, Kind.RESOLUTION, promise, since)
    is_moved = not is_live(conversation) and not conversation.is_resolved
    if clock and not is_moved and not _is_known(conversation, (Kind.RESOLUTION,), since):
        clock.save()  # it stands still, or ends, when time is kept


def _resolved(conversation: Conversation) -> QuerySet[TimelineEvent]:
    about = TimelineEvent.objects.filter(about=f"conversation:{conversation.pk}", kind=ConversationResolved.kind)
    return about.order_by("pk")


def _first_of(
    letter: Message, before: Message | None, resolved: TimelineEvent | None, spoken: QuerySet[Message]
) -> datetime:
    """When the first letter of the same wait came: the one that is counted from."""
    theirs = spoken.filter(kind=Message.Kind.IN, position__gt=before.position if before else 0)
    theirs = theirs.filter(created_at__gte=resolved.at) if resolved else theirs
    return theirs.values_list("created_at", flat=True).first() or letter.created_at


def _begun(conversation: Conversation, kind: str, promise: Promise, since: datetime) -> Clock | None:
    return begun(conversation, kind, promise, since) if getattr(promise, kind) is not None else None


def _is_known(conversation: Conversation, kinds: tuple[str, ...], since: datetime) -> bool:
    """Whether a clock of these kinds ran then; of a resolution's, whether one runs now."""
    then = Q(started_at=since) | Q(started_at__lt=since) & (Q(ended_at=None) | Q(ended_at__gt=since))
    if Kind.RESOLUTION in kinds:
        then |= Q(ended_at=None)
    return Clock.objects.filter(then, conversation=conversation, kind__in=kinds).exists()
