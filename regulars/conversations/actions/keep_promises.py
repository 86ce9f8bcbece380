from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import DateTimeField, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast, Now
from django.utils import timezone

from regulars.conversations.catching_up import catch_up
from regulars.conversations.clocks import keep_time, look
from regulars.conversations.events import ConversationEvent, MessageReceived
from regulars.conversations.models import Clock, Conversation, Promise
from regulars.customers.models import Customer
from regulars.customers.timeline import cause, on_request
from regulars.lib.in_flight import InFlight
from regulars.lib.question import Question
from regulars.team.models import HoursChange

BATCH = 100
SOON = timedelta(milliseconds=200)
_in_flight = InFlight()
FOLLOWS_FROM = (
    "message.received", "message.written", "conversation.resolved", "conversation.reopened", "conversation.assigned",
    "conversation.priority_set", "conversation.tagged", "conversation.untagged", "conversation.merged", "conversation.unmerged",
    "message.taken_back", "conversation.snoozed", "conversation.woken", "conversation.split", "conversation.unsplit",
)  # fmt: skip
_one = Question(
    lambda number: (
        Conversation.objects.select_for_update(of=("self",)).select_related("team__calendar").filter(pk=number)
    ),
    number=int,
)


@on_request
@transaction.atomic(savepoint=False)
def keep_clocks(event: ConversationEvent, *, customer: Customer) -> None:
    """Let the clocks of the conversation agree with what has happened in it."""
    conversation = _held(event.conversation)
    if conversation is not None:
        if isinstance(event, MessageReceived):
            catch_up(conversation, event=event, event_id=cause() or 0)
        keep_time(conversation)


def keep_promises(*, now: datetime | None = None) -> int:
    """Warn of promises that run out, say which are broken, and let new promises and other hours hold for what is open.

    Returns how much was done. The time is the database's, unless a story tells another.
    """
    moment = Now() if now is None else Value(now)
    several = Clock.objects.filter(next_at__lte=moment).order_by("next_at")
    due = several.values_list("pk", "conversation_id", Cast(moment, DateTimeField()))[:BATCH]
    return sum(_look_at(*each) for each in due) or _apply_hours() or _apply_new()


def apply_anew() -> None:
    """Let every open conversation be reckoned anew, from when this transaction ends."""
    first = Promise.objects.order_by("pk").values("pk")[:1]
    Promise.objects.filter(pk__in=first).update(applied_to=0)
    ring()


def next_due() -> datetime | None:
    """When a promise must be looked at next."""
    if _in_flight.is_awaited:
        return timezone.now() + SOON
    return Clock.objects.filter(next_at__isnull=False).order_by("next_at").values_list("next_at", flat=True).first()


@transaction.atomic
def _look_at(clock_id: int, conversation_id: int, now: datetime) -> int:
    """Others may have looked meanwhile: the conversation's lock decides, and what is said is said once."""
    conversation = _held(conversation_id)
    if conversation is None:
        return 0
    keep_time(conversation, now=now)
    clock = Clock.objects.select_related("promise").filter(pk=clock_id).first()
    if clock is not None:
        look(clock, conversation, now=now)
    return 1


@transaction.atomic
def _apply_hours() -> int:
    """Working hours have changed: what counts by them follows."""
    changed, _each = HoursChange.objects.all().delete()
    if changed:
        apply_anew()
    return changed


@transaction.atomic
def _apply_new() -> int:
    """Some of the open conversations that do not know a promise yet."""
    new = Promise.objects.select_for_update(skip_locked=True).filter(applied_to__isnull=False)
    promise = new.order_by("applied_to").annotate(change=RawSQL("conversations_promise.xmin::text", ())).first()
    if promise is None or (promise.applied_to == 0 and not _in_flight.have_landed(promise.change)):
        return 0  # what is being written without knowing that promises are followed must be seen below
    later = Conversation.objects.filter(status=Conversation.Status.OPEN, merged_into=None, pk__gt=promise.applied_to)
    several = list(later.select_for_update(of=("self",)).order_by("pk")[:BATCH])
    for conversation in several:
        keep_time(conversation)
    Promise.objects.filter(pk=promise.pk).update(applied_to=several[-1].pk if several else None)
    return 1


def _held(conversation_id: int) -> Conversation | None:
    """Not the one that it goes on in: clocks are their conversation's own."""
    return _one.first(number=conversation_id)


def ring() -> None:
    """Wake those who keep promises."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('promises', '')")
