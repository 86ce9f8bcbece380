"""What we promised in a conversation, and how much of the time is left.

`keep_time` makes the open clocks agree with the conversation as it is, and may be asked at any time and twice. A wait begins
where `waiting_since` says and ends with the first answer after it, whether the conversation was put away or not; a
resolution's clock stands still while the customer has the word, and while it is put away. Time counts as open time of the promise's hours.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache, partial

from django.db.models import QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from regulars.conversations.events import PromiseAtRisk, PromiseBroken, PromiseKept
from regulars.conversations.models import Clock, Conversation, Message, Promise
from regulars.conversations.promising import hours_for, promise_for
from regulars.customers.actor import SYSTEM
from regulars.customers.timeline import record
from regulars.lib.hours import Hours, NeverOpen
from regulars.lib.inserting import insert
from regulars.lib.question import Given, Question

Kind, Outcome = Clock.Kind, Clock.Outcome
REPLIES = (Kind.FIRST_REPLY, Kind.NEXT_REPLY)
NONE_SPENT = timedelta(0)
HoursOf = Callable[[Promise], Hours | None]


def _answers_after(conversation: Given, since: Given) -> QuerySet[Message]:
    said = Message.objects.filter(conversation=conversation, is_automatic=False)
    letter = said.filter(kind=Message.Kind.IN, created_at=since).order_by("position").values("position")[:1]
    answers = said.filter(kind=Message.Kind.OUT, created_at__gte=since, position__gt=Coalesce(Subquery(letter), 0))
    return answers.order_by("position").only("created_at")[:1]


_open_clocks = Question(
    lambda conversation: Clock.objects.filter(conversation=conversation, ended_at=None).select_related("promise"),
    conversation=int,
)
_ended = Question(
    lambda conversation, kind, at: Clock.objects.filter(
        conversation=conversation, kind=kind, started_at=at, outcome__in=(Outcome.KEPT, Outcome.BROKEN)
    ).select_related("promise").order_by("pk")[:1],
    conversation=int, kind=str, at=datetime,
)  # fmt: skip
_first_answer = Question(_answers_after, conversation=int, since=datetime)


def keep_time(conversation: Conversation, *, now: datetime | None = None) -> None:
    """End, begin, stop and move the clocks of a conversation that we hold. Records what was kept and what was broken."""
    now = now or timezone.now()
    clocks = _open_clocks(conversation=conversation.pk)
    promise = promise_for(conversation, now=now)
    running = [clock for clock in clocks if not _end(clock, conversation)]
    for kind, since in _wanted(conversation, promise).items():
        clock = next((each for each in running if each.kind == kind), None)
        if clock is None and promise is not None:
            running.append(_begin(conversation, kind, promise, max(since or now, promise.made_at)))
    hours = cache(partial(hours_for, conversation=conversation))
    for clock in running:
        _go_on(clock, conversation, promise, hours)
        if clock.pk:
            clock.save()
        else:
            insert(clock)
    due_at = min((clock.due_at for clock in running if clock.due_at), default=None)
    if due_at != conversation.due_at:
        conversation.due_at = due_at
        conversation.save(update_fields=["due_at"])


def look(clock: Clock, conversation: Conversation, *, now: datetime) -> None:
    """Say once that time is short, and once that it has run out."""
    if clock.due_at is None or clock.next_at is None or clock.next_at > now:
        return
    if clock.due_at <= now:
        _broken(clock, conversation)
    elif clock.warned_at is None:
        clock.warned_at = now
        _tell(PromiseAtRisk, clock, conversation)
    clock.next_at = None if clock.broken_at else clock.due_at
    clock.save()


def begun(conversation: Conversation, kind: str, promise: Promise, since: datetime) -> Clock:
    """A clock that has run since then, whether or not they still wait."""
    clock = Clock(
        conversation=conversation, kind=kind, promise=promise, target=getattr(promise, kind), spent=NONE_SPENT
    )
    clock.started_at = clock.running_since = since
    clock.is_told = promise.is_told
    clock.due_at = _due(clock, clock.target, hours_for(promise, conversation))
    return clock


def close(clock: Clock, conversation: Conversation, at: datetime, *, is_dropped: bool = False) -> None:
    """End a clock: as broken when that was late, as dropped when nobody waited any more, otherwise as kept."""
    is_late = clock.broken_at is not None or bool(clock.due_at and at > clock.due_at)
    if is_late and clock.broken_at is None:
        _broken(clock, conversation)
    clock.outcome = Outcome.BROKEN if is_late else Outcome.DROPPED if is_dropped else Outcome.KEPT
    clock.ended_at, clock.next_at, clock.running_since = at, None, None
    if clock.outcome == Outcome.KEPT:
        _tell(PromiseKept, clock, conversation)
    clock.save()


def is_live(conversation: Conversation) -> bool:
    return not conversation.is_resolved and conversation.merged_into_id is None and conversation.side_of_id is None


def _wanted(conversation: Conversation, promise: Promise | None) -> dict[str, datetime | None]:
    """The kinds of clocks that should run, and since when somebody waits; what was not promised is left out."""
    if promise is None or not is_live(conversation):
        return {}
    reply = Kind.NEXT_REPLY if conversation.replied_at else Kind.FIRST_REPLY
    wanted = {reply: conversation.waiting_since} if conversation.waiting_since else {}
    wanted[Kind.RESOLUTION] = conversation.waiting_since
    return {kind: since for kind, since in wanted.items() if getattr(promise, kind) is not None}


def _begin(conversation: Conversation, kind: str, promise: Promise, at: datetime) -> Clock:
    """A clock from this moment; or the one that ended with an answer which was taken back."""
    again = _ended.first(conversation=conversation.pk, kind=kind, at=at) if kind in REPLIES else None
    if again is not None:
        again.outcome, again.ended_at = "", None
        return again
    target = getattr(promise, kind)
    return Clock(conversation=conversation, kind=kind, promise=promise, target=target, started_at=at, spent=NONE_SPENT)


def _end(clock: Clock, conversation: Conversation) -> bool:
    """Whether the clock has come to its end: the answer was given, the matter settled, or nobody waits any more."""
    if clock.kind in REPLIES:
        answered_at = _answered_after(conversation, clock.started_at)
        if answered_at is None and is_live(conversation) and conversation.waiting_since:
            return False
        ended_at = answered_at or conversation.resolved_at or timezone.now()
        close(clock, conversation, ended_at, is_dropped=answered_at is None)
        return True
    if is_live(conversation):
        return False
    stopped_at = conversation.resolved_at or timezone.now()
    if clock.running_since and (answered_at := _answered_after(conversation, clock.running_since)):
        stopped_at = min(stopped_at, answered_at)
    close(clock, conversation, stopped_at, is_dropped=not conversation.is_resolved)
    return True


def _go_on(clock: Clock, conversation: Conversation, promise: Promise | None, hours_of: HoursOf) -> None:
    """Let an open clock run or stand still, towards what is promised now; what is promised no more is kept as it was."""
    hours = hours_of(clock.promise) if clock.promise else None
    was_due, waits_since = clock.due_at, _waits_since(conversation)
    if clock.kind in REPLIES:
        waits_since = _since_then(clock, conversation)
    if clock.running_since and (waits_since is None or waits_since > clock.running_since):
        _stand_still(clock, conversation, hours)
    if clock.running_since is None and waits_since is not None:
        clock.running_since, was_due = max(waits_since, clock.started_at), None
    hours = _choose(clock, promise, hours_of)
    clock.due_at = _due(clock, clock.target, hours)
    if was_due and clock.due_at and clock.is_told:
        clock.due_at = min(clock.due_at, was_due)
    clock.next_at = _next_look(clock, hours)


def _waits_since(conversation: Conversation) -> datetime | None:
    """Since when they wait for a solution. Nobody waits for what is put away; when it is back, they do from then on."""
    if conversation.is_pending or conversation.waiting_since is None:
        return None
    return max(conversation.waiting_since, conversation.woken_at or conversation.waiting_since)


def _since_then(clock: Clock, conversation: Conversation) -> datetime:
    """Since when this answer is waited for: earlier than was known when a conversation was merged in that waited longer."""
    since = conversation.waiting_since or clock.started_at
    if clock.promise is not None:
        since = max(since, clock.promise.made_at)
    if since < clock.started_at:
        clock.started_at = clock.running_since = since
    return clock.started_at


def _choose(clock: Clock, promise: Promise | None, hours_of: HoursOf) -> Hours | None:
    """What is promised now takes the place of what was, unless the customer was told of something better. Returns its hours."""
    offers = [(clock.promise, clock.target)] if clock.promise else []
    if promise is not None and (target := getattr(promise, clock.kind)) is not None:
        offers = [
            *([] if clock.is_told and not clock.running_since else [(promise, target)]),
            *(offers if clock.is_told else []),
        ]
    ready = [(each, target, hours_of(each)) for each, target in offers]
    if not ready:
        return None
    never = datetime.max.replace(tzinfo=UTC)
    clock.promise, clock.target, hours = min(ready, key=lambda offer: _due(clock, *offer[1:]) or never)
    clock.is_told = clock.is_told or clock.promise.is_told
    return hours


def _due(clock: Clock, target: int, hours: Hours | None) -> datetime | None:
    """When so many minutes of open time will have passed; null while the clock stands still."""
    left = target * 60 - clock.spent.total_seconds()
    return _later(hours, clock.running_since, left) if clock.running_since else None


def _stand_still(clock: Clock, conversation: Conversation, hours: Hours | None) -> None:
    since = clock.running_since
    stopped_at = (since and _answered_after(conversation, since)) or _put_away_after(conversation, since) or since
    if clock.due_at and stopped_at and stopped_at > clock.due_at and clock.broken_at is None:
        _broken(clock, conversation)
    if since and stopped_at:
        clock.spent += _passed(hours, since, stopped_at)
    clock.running_since = None


def _put_away_after(conversation: Conversation, since: datetime | None) -> datetime | None:
    away = conversation.pending_since or conversation.woken_at
    return away if since and away and away > since else None


def _next_look(clock: Clock, hours: Hours | None) -> datetime | None:
    if clock.due_at is None or clock.broken_at is not None:
        return None
    warns = clock.promise.warns if clock.promise else 0
    if clock.warned_at is not None or not warns or clock.running_since is None:
        return clock.due_at
    return max(_later(hours, clock.due_at, -warns * 60) or clock.due_at, clock.running_since)


def _answered_after(conversation: Conversation, since: datetime) -> datetime | None:
    """When the first answer came after the letter of that moment. An answer of the same moment may have stood before it."""
    answer = _first_answer.first(conversation=conversation.pk, since=since)
    return answer.created_at if answer else None


def _broken(clock: Clock, conversation: Conversation) -> None:
    clock.broken_at = clock.due_at
    _tell(PromiseBroken, clock, conversation)


def _tell(
    event: type[PromiseAtRisk] | type[PromiseBroken] | type[PromiseKept], clock: Clock, conversation: Conversation
) -> None:
    said = f"{clock.promise}: {clock.get_kind_display()}" if clock.promise else clock.get_kind_display()
    facts = {"clock": clock.kind, "promise": said, "due": clock.due_at.isoformat() if clock.due_at else ""}
    where = {"conversation": conversation.pk, "inbox": conversation.inbox_id}
    record(event(**where, **facts), customer=conversation.customer_id, by=SYSTEM)


def _passed(hours: Hours | None, start: datetime, end: datetime) -> timedelta:
    return hours.elapsed(start, end) if hours else end - start


def _later(hours: Hours | None, at: datetime, seconds: float) -> datetime | None:
    """So much open time after (or before) an instant. Nothing is due in a house that never opens."""
    try:
        return hours.deadline(at, seconds / 60) if hours else at + timedelta(seconds=seconds)
    except NeverOpen:
        return None
