"""Clocks hold for any order of letters, answers and changes, at any moments, and through every accident of a worker."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from random import Random
from zoneinfo import ZoneInfo

import pytest
from django.db import connections, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from regulars.conversations.actions.keep_promises import keep_promises, next_due
from regulars.conversations.actions.merge import merge
from regulars.conversations.actions.reopen import reopen
from regulars.conversations.actions.reply import reply
from regulars.conversations.actions.resolve import resolve
from regulars.conversations.actions.save_promise import save_promise, withdraw_promise
from regulars.conversations.actions.set_priority import set_priority
from regulars.conversations.actions.take_back import take_back
from regulars.conversations.actions.unmerge import unmerge
from regulars.conversations.models import Clock, Promise
from regulars.customers.actions.react import react
from regulars.customers.models import TimelineEvent
from regulars.lib.postgres import connection_facts
from regulars.team.models import Calendar
from tests.cast import a_conversation, letter_from

BERLIN = ZoneInfo("Europe/Berlin")
BEGIN = datetime(2027, 3, 25, 7, tzinfo=UTC)  # the Thursday before Easter; on Sunday the clocks go forward
MINUTES = 60 * 24 * 60
WEEK = {day: ["09:00-12:00", "13:00-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")} | {"sun": ["00:00-06:00"]}
CLOSED = {(3, 26), (3, 29), (5, 1), (5, 6), (5, 17)}  # Germany in the spring of 2027
STEPS = some.lists(
    some.tuples(
        some.one_of(some.integers(1, 90), some.integers(1, 3000)),
        some.sampled_from(["letter", "reply", "resolve", "reopen", "urgent", "normal"]),
    ),
    max_size=14,
)
URGENT = {"field": "priority", "is": "urgent"}


def is_open(at: datetime) -> bool:
    """The same week, told by the clock on the wall and by nothing of ours."""
    wall = at.astimezone(BERLIN)
    if (wall.month, wall.day) in CLOSED:
        return False
    if wall.weekday() == 6:
        return wall.hour < 6
    return wall.weekday() < 5 and (9 <= wall.hour < 12 or 13 <= wall.hour < 17)


PASSED = [0, *accumulate(is_open(BEGIN + timedelta(minutes=each)) for each in range(MINUTES))]


def open_minutes(start: datetime, end: datetime) -> int:
    return PASSED[(end - BEGIN) // timedelta(minutes=1)] - PASSED[(start - BEGIN) // timedelta(minutes=1)]


class Day:
    """A time that the test tells, and everything that follows by then."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, begin: datetime = BEGIN) -> None:
        self.now = begin
        monkeypatch.setattr(timezone, "now", lambda: self.now)

    def go(self, **later: float) -> None:
        until = self.now + timedelta(**later)
        self.settle()
        while (due := next_due()) and due <= until:
            self.now = max(due, self.now)
            keep_promises(now=self.now)
        self.now = until
        self.settle()

    def settle(self) -> None:
        while react() or keep_promises(now=self.now):
            pass


class Kept:
    """What must hold after every step, reckoned minute by minute."""

    def __init__(self, conversation, day):
        self.conversation, self.day = conversation, day
        self.waits: list[list[datetime | None]] = []
        self.late: set[int] = set()

    def check(self):
        self.conversation.refresh_from_db()
        since = self.conversation.waiting_since
        if self.waits and self.waits[-1][1] is None and self.waits[-1][0] != since:
            self.waits[-1][1] = self.day.now
        if since and (not self.waits or self.waits[-1][0] != since or self.waits[-1][1]):
            self.waits = [[start, min(end, since)] for start, end in self.waits]
            self.waits.append([since, None])
        clocks = list(Clock.objects.filter(conversation=self.conversation))
        running = [clock for clock in clocks if clock.ended_at is None]
        for clock in running:
            self._check_running(clock)
        assert self.conversation.due_at == min((clock.due_at for clock in running if clock.due_at), default=None)
        replies = [clock for clock in running if clock.kind != "resolution"]
        assert len(replies) == (since is not None) and len(running) - len(replies) == self.conversation.is_open
        assert told("kept") == sum(clock.outcome == "kept" for clock in clocks)
        assert told("broken") == sum(clock.broken_at is not None for clock in clocks)
        assert all((clock.outcome == "broken") == (clock.broken_at is not None) for clock in clocks if clock.outcome)

    def _check_running(self, clock):
        passed = self._passed(clock)
        reckoned = clock.spent // timedelta(minutes=1)
        if clock.running_since:
            assert reckoned + open_minutes(clock.running_since, clock.due_at) == clock.target
            reckoned += open_minutes(clock.running_since, self.day.now)
        assert reckoned == passed
        if clock.due_at and passed >= clock.target:
            self.late.add(clock.pk)
        assert (clock.broken_at is not None) == (clock.pk in self.late)

    def _passed(self, clock):
        if clock.kind != "resolution":
            return open_minutes(clock.started_at, self.day.now)
        waits = [(max(start, clock.started_at), end or self.day.now) for start, end in self.waits]
        return sum(open_minutes(start, end) for start, end in waits if end > start)


def told(kind):
    return TimelineEvent.objects.filter(kind=f"promise.{kind}").count()


def promise(name="Everybody", **facts):
    kept = Promise(**{"name": name, "made_at": BEGIN - timedelta(days=9), "warns": 0, **facts})
    save_promise(kept, by=None)
    return kept


def in_office_hours():
    Calendar.objects.create(name="Shop", hours=WEEK, time_zone="Europe/Berlin", holidays=["DE"], is_default=True)


def act(what, conversation, agent):
    match what:
        case "letter":
            letter_from(conversation.customer, "And another thing.", conversation=conversation)
        case "reply":
            reply(conversation, by=agent, text="Yes.")
        case "resolve":
            resolve(conversation, by=agent)
        case "reopen":
            reopen(conversation, by=agent)
        case priority:
            set_priority(conversation, priority=priority, by=agent)


@settings(max_examples=7, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_in_any_order_time_is_counted_to_the_minute_and_what_came_of_it_is_said_once(ada, noor, monkeypatch, steps):
    with transaction.atomic():
        in_office_hours()
        promise("Urgent", conditions=URGENT, first_reply=30, next_reply=45, resolution=240)
        promise("Everybody", first_reply=60, next_reply=120, resolution=600)
        day = Day(monkeypatch)
        conversation = a_conversation(ada)
        kept = Kept(conversation, day)
        day.settle()
        kept.check()
        for minutes, what in steps:
            day.go(minutes=minutes)
            kept.check()
            act(what, conversation, noor)
            day.settle()
            kept.check()
        transaction.set_rollback(True)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=some.lists(
        some.tuples(some.integers(0, 90), some.sampled_from(["letter", "reply", "resolve"])), min_size=1, max_size=8
    )
)
def test_however_late_it_is_looked_at_every_answer_is_counted(ada, noor, monkeypatch, steps):
    def outcomes(is_prompt: bool) -> list[tuple]:
        with transaction.atomic():
            promise(first_reply=30, next_reply=60, resolution=100, is_around_the_clock=True)
            day = Day(monkeypatch)
            conversation = a_conversation(ada)
            for minutes, what in steps:
                if is_prompt:
                    day.settle()
                day.now += timedelta(minutes=minutes)
                act(what, conversation, noor)
            day.settle()
            ended = conversation.clocks.filter(outcome__in=["kept", "broken"]).exclude(kind="resolution")
            found = sorted(ended.values_list("kind", "started_at", "ended_at", "outcome"))
            settled = conversation.clocks.filter(kind="resolution").exists()
            transaction.set_rollback(True)
        return [*found, settled]

    assert outcomes(is_prompt=False) == outcomes(is_prompt=True)


def test_an_answer_of_the_same_moment_is_one_when_it_came_after(ada, noor, monkeypatch):
    promise(first_reply=60, next_reply=60, is_around_the_clock=True)
    day = Day(monkeypatch)
    conversation = a_conversation(ada)
    day.go(minutes=10)
    reply(conversation, by=noor, text="Yes.")
    letter_from(ada, "And another thing.", conversation=conversation)
    day.settle()
    assert list(Clock.objects.order_by("pk").values_list("kind", "outcome")) == [
        ("first_reply", "kept"), ("next_reply", ""),
    ]  # fmt: skip
    reply(conversation, by=noor, text="That too.")
    day.settle()
    assert Clock.objects.get(kind="next_reply").outcome == "kept"


@pytest.mark.django_db(transaction=True)
def test_what_is_being_written_while_the_first_promise_is_made_is_not_missed(ada):
    written, told_so = threading.Event(), threading.Event()

    def write() -> None:
        with transaction.atomic():
            letter_from(ada)
            written.set()
            told_so.wait(60)
        connections.close_all()

    writer = threading.Thread(target=write)
    writer.start()
    assert written.wait(60)
    promise(made_at=timezone.now(), first_reply=60)
    while keep_promises():
        pass
    assert next_due() is not None
    told_so.set()
    writer.join()
    while react() or keep_promises():
        pass
    assert Clock.objects.get().kind == "first_reply"


def test_a_night_without_its_third_hour_and_a_holiday_move_what_is_due(ada, noor, monkeypatch):
    in_office_hours()
    promise(first_reply=6 * 60)
    day = Day(monkeypatch, datetime(2027, 3, 27, 12, tzinfo=UTC))
    conversation = a_conversation(ada)
    day.settle()
    conversation.refresh_from_db()
    # Sunday has five real hours until six; Easter Monday none; the sixth is Tuesday's first.
    assert conversation.due_at == datetime(2027, 3, 30, 8, tzinfo=UTC)


def test_a_merged_conversation_is_answered_as_soon_as_the_first_letter_was_promised(ada, noor, monkeypatch):
    promise(first_reply=60, is_around_the_clock=True)
    day = Day(monkeypatch)
    first = a_conversation(ada)
    day.go(minutes=20)
    second = a_conversation(ada, "Did you get my letter?")
    day.go(minutes=10)
    merge(first, into=second, by=noor)
    day.settle()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.due_at, second.due_at) == (None, BEGIN + timedelta(minutes=60))
    assert list(first.clocks.values_list("outcome", flat=True)) == ["dropped"]
    unmerge(first, by=noor)
    day.settle()
    first.refresh_from_db()
    assert first.due_at == BEGIN + timedelta(minutes=60)
    day.go(hours=2)
    assert (told("kept"), told("broken")) == (0, 2)


def test_an_answer_taken_back_was_no_answer(ada, noor, monkeypatch):
    promise(first_reply=60, is_around_the_clock=True)
    day = Day(monkeypatch)
    conversation = a_conversation(ada)
    day.go(minutes=30)
    message = reply(conversation, by=noor, text="Oops", undo_seconds=30)
    day.settle()
    take_back(message, by=noor)
    day.go(minutes=31)
    clock = Clock.objects.get()
    assert (clock.outcome, clock.ended_at, clock.broken_at) == ("", None, BEGIN + timedelta(minutes=60))


def test_what_was_promised_is_kept_in_its_own_hours_when_the_promise_is_withdrawn(ada, noor, monkeypatch):
    in_office_hours()
    withdrawn = promise(first_reply=10 * 60)
    day = Day(monkeypatch)
    conversation = a_conversation(ada)
    day.settle()
    due = Clock.objects.get().due_at
    withdraw_promise(withdrawn, by=noor)
    day.go(minutes=90)
    assert Clock.objects.get().due_at == due
    reply(conversation, by=noor, text="Yes.")
    day.settle()
    assert Clock.objects.get().outcome == "kept"


WORKER = """
import django
django.setup()
from regulars.conversations.actions.keep_promises import keep_promises
print("ready", flush=True)
while keep_promises():
    pass
"""


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_two_workers_that_are_killed_again_and_again_say_each_thing_once(ada, noor):
    """All are late at the same moment; workers die in the middle of it."""
    save_promise(
        Promise(name="Everybody", first_reply=60, is_around_the_clock=True, made_at=timezone.now() - timedelta(days=1)),
        by=None,
    )
    several = [a_conversation(ada, f"Letter {number}") for number in range(80)]
    type(several[0]).objects.update(waiting_since=timezone.now() - timedelta(minutes=61))
    while react():
        pass
    chance = Random(4)
    for _round in range(2):
        workers = [_worker(), _worker()]
        for worker in workers:
            assert worker.stdout.readline() == "ready\n"
        with pytest.raises(subprocess.TimeoutExpired):
            workers[0].wait(chance.uniform(0.05, 0.15))
        for worker in workers:
            worker.send_signal(signal.SIGKILL)
            worker.wait()
    while keep_promises():
        pass
    events = TimelineEvent.objects.filter(kind="promise.broken").values_list("about", flat=True)
    assert sorted(events) == sorted(f"conversation:{each.pk}" for each in several)
    assert Clock.objects.filter(broken_at__isnull=False, next_at=None).count() == 80


def _worker() -> subprocess.Popen[str]:
    facts = {
        name: value
        for name, value in connection_facts().items()
        if name in ("host", "port", "user", "password", "dbname")
    }
    address = f"postgresql://{facts['user']}@/{facts['dbname']}?host={facts['host']}"
    address += f"&port={facts['port']}" if facts.get("port") else ""
    known = os.environ | {"DATABASE_URL": address}
    return subprocess.Popen([sys.executable, "-c", WORKER], env=known, stdout=subprocess.PIPE, text=True)
