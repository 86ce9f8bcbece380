from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from regulars.automation import rulebook
from regulars.automation.actions.keep_log import forget_runs
from regulars.automation.events import ConversationWaited
from regulars.automation.models import Rule, Rulebook, Timer
from regulars.automation.rulebook import Ready
from regulars.automation.timers import add_timers, began, due, hours_now, hours_of, since
from regulars.conversations.models import Conversation
from regulars.customers.actor import SYSTEM
from regulars.customers.timeline import because_of, record
from regulars.lib.gathering import gathered
from regulars.lib.in_flight import InFlight
from regulars.lib.spans import said_span

BATCH = 50
SEEDED = 500  # conversations at a time
SOON = timedelta(milliseconds=200)
_in_flight = InFlight()

# The conversation is held too, so that whoever answers now does it before or after. One that somebody holds has its turn next.
_TAKE = """
    SELECT timer.id, rule_id, conversation_id, timer.since, because, customer_id, inbox_id, statement_timestamp()
    FROM automation_timer AS timer JOIN conversations_conversation AS conversation ON conversation.id = conversation_id
    WHERE timer.due_at <= statement_timestamp() ORDER BY timer.due_at, timer.id LIMIT %s
    FOR NO KEY UPDATE OF timer, conversation SKIP LOCKED
"""

_NEXT = """
    SELECT greatest(due_at - clock_timestamp(), '50 ms') FROM automation_timer
    WHERE due_at IS NOT NULL ORDER BY due_at LIMIT 1
"""


def ring() -> int:
    """Say which conversations have waited for as long as a rule wants to know, each once. Returns how many timers were looked at.

    What is due goes before setting the timers of new rules, and by new working hours, and before forgetting an old log. All of
    it is by the database's clock.
    """
    return _ring() or _seed() or _follow_hours() or forget_runs()


def next_due() -> datetime | None:
    """When the next timer rings, by our own clock. Those that are due already stand in conversations that somebody holds."""
    if _in_flight.is_awaited:
        return timezone.now() + SOON
    with connection.cursor() as cursor:
        cursor.execute(_NEXT)
        row = cursor.fetchone()
    return timezone.now() + row[0] if row else None


@transaction.atomic
def _ring() -> int:
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [BATCH])
        taken = cursor.fetchall()
    if not taken:
        return 0
    rules = {each.rule.pk: each for each in rulebook.current().timed}
    held = Conversation.objects.filter(pk__in={conversation for _pk, _rule, conversation, *_rest in taken})
    rows = {row["pk"]: row for row in since(held, rules.values())}
    with gathered():
        for timer in taken:
            _look(timer, rules.get(timer[1]), rows)
    return len(taken)


def _look(timer: tuple[Any, ...], ready: Ready | None, rows: dict[int, dict[str, Any]]) -> None:
    """Ring if the wait goes on; otherwise let the timer be for the wait that goes on now, if there is one."""
    pk, _rule, conversation, began_at, because, customer, inbox, now = timer
    here = Timer.objects.filter(pk=pk)
    now_since = ready and began(ready, rows[conversation])
    if ready is None or now_since is None:
        here.delete()
        return
    due_at = due(ready, now_since, hours=hours_of(ready)(rows[conversation]["team_id"]))
    if now_since != began_at or due_at is None or due_at > now:
        here.update(since=now_since, due_at=due_at)
        return
    here.update(due_at=None)
    length = said_span(ready.trigger.after)
    event = ConversationWaited(
        conversation=conversation, inbox=inbox, wait=ready.trigger.wait, length=length, rule=ready.rule.pk
    )
    with because_of(because):
        record(event, customer=customer, by=SYSTEM)


@transaction.atomic
def _seed() -> int:
    """Set the timers of a new rule, or of one whose hours are others now, for some of the conversations that wait already."""
    new = Rule.objects.active().filter(seeded_to__isnull=False).select_for_update(skip_locked=True)
    rule, book = new.first(), rulebook.current()
    if rule is None or (rule.seeded_to == 0 and not _in_flight.have_landed(book.edition)):
        return 0  # what is being written without knowing of the rule must be seen below
    ready = next((each for each in book.timed if each.rule.pk == rule.pk), None)
    later = Conversation.objects.filter(pk__gt=rule.seeded_to, merged_into=None)
    later = later.filter(status=ready.trigger.the_wait.status) if ready else later.none()
    ids = list(later.order_by("pk").values_list("pk", flat=True)[:SEEDED])
    if ready:
        add_timers(Conversation.objects.filter(pk__in=ids), ready)
    Rule.objects.filter(pk=rule.pk).update(seeded_to=ids[-1] if ids else None)
    return 1


@transaction.atomic
def _follow_hours() -> int:
    """When the house's or a team's hours have changed, let the timers that count by them be set anew."""
    counting = [each.rule.pk for each in rulebook.current().timed if each.trigger.in_hours]
    hours = hours_now() if counting else ""
    if not counting or not Rulebook.objects.exclude(hours=hours).update(hours=hours):
        return 0
    return Rule.objects.filter(pk__in=counting, seeded_to=None).update(seeded_to=0)
