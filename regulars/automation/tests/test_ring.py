"""Timers: each wait rings once, when it is due, whatever happens to the worker and to the clock."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections, transaction
from django.utils import timezone

from regulars.automation.actions.keep_log import forget_runs, keep_log, log_days
from regulars.automation.actions.keep_time import keep_time
from regulars.automation.actions.ring import next_due, ring
from regulars.automation.actions.save_rule import save_rule
from regulars.automation.actions.turn import turn
from regulars.automation.models import Rule, RuleRun, Timer
from regulars.automation.tests.conftest import URGENT, WAITS, hours_ago, let_pass, settle
from regulars.conversations.actions.assign import assign
from regulars.conversations.actions.merge import merge
from regulars.conversations.actions.reopen import reopen
from regulars.conversations.actions.reply import reply
from regulars.conversations.actions.resolve import resolve
from regulars.conversations.models import Conversation
from regulars.customers.actions.react import react
from regulars.customers.models import Reaction, TimelineEvent
from regulars.team.models import AuditEntry, Calendar, Team
from tests.cast import a_conversation, letter_from, meet
from tests.waiting import PATIENCE, wait_until

MANY = 120  # timers


@pytest.fixture
def waits(a_rule):
    return lambda wait="waiting for us", after="30 minutes", **facts: a_rule(
        wait, trigger={"alarm": wait, "after": after, **facts}, steps=[{"do": "tag", "tag": wait}]
    )


def fired(rule):
    return RuleRun.objects.filter(rule=rule, outcome="fired").count()


def test_a_wait_rings_once_when_it_is_due_and_says_since_when(ada, waits):
    rule = waits()
    conversation = a_conversation(ada)
    settle()
    timer = Timer.objects.get()
    conversation.refresh_from_db()
    assert timer.since == conversation.waiting_since and timer.due_at == timer.since + timedelta(minutes=30)
    assert timedelta(minutes=29) < next_due() - timezone.now() <= timedelta(minutes=30)
    let_pass(minutes=29, seconds=58)
    settle()
    assert fired(rule) == 0
    let_pass(seconds=3)
    settle()
    let_pass(hours=5)
    settle()
    conversation.refresh_from_db()
    assert fired(rule) == 1 and conversation.tags == ["waiting for us"] and next_due() is None
    event = TimelineEvent.objects.get(kind="conversation.waited")
    assert event.facts["length"] == "30 minutes" and event.because
    assert RuleRun.objects.get(outcome="fired").reason == "waits for us for 30 minutes"


def test_a_wait_that_ended_rings_no_more_and_the_next_one_rings_again(ada, noor, waits):
    rule = waits()
    conversation = a_conversation(ada)
    settle()
    reply(conversation, by=noor, text="On its way.")
    settle()
    assert not Timer.objects.exists()
    letter_from(ada, conversation=conversation)
    settle()
    let_pass(minutes=31)
    settle()
    assert fired(rule) == 1
    reply(conversation, by=noor, text="On its way.")
    letter_from(ada, conversation=conversation)
    settle()
    let_pass(minutes=31)
    settle()
    assert fired(rule) == 2


def test_whoever_answers_before_the_timer_is_asked_stops_it(ada, noor, waits):
    rule = waits()
    conversation = a_conversation(ada)
    settle()
    let_pass(minutes=31)
    reply(conversation, by=noor, text="On its way.")
    assert ring() == 1 and ring() == 0
    settle()
    assert fired(rule) == 0 and not TimelineEvent.objects.filter(kind="conversation.waited").exists()


def test_a_wait_that_ended_between_the_bell_and_the_rule_changes_nothing(ada, noor, waits):
    rule = waits()
    conversation = a_conversation(ada)
    settle()
    let_pass(minutes=31)
    ring()
    reply(conversation, by=noor, text="On its way.")
    settle()
    assert fired(rule) == 0
    assert RuleRun.objects.get(rule=rule).reason == "the wait had ended"


def test_every_kind_of_wait_rings(ada, noor, waits):
    rules = {wait: waits(wait) for wait in ("unassigned", "open", "quiet", "waiting for customer", "resolved")}
    conversation = a_conversation(ada)
    settle()
    let_pass(minutes=31)
    settle()
    assert {wait for wait, rule in rules.items() if fired(rule)} == {"unassigned", "open", "quiet"}
    reply(conversation, by=noor, text="Which grinder?")
    settle()
    let_pass(minutes=31)
    settle()
    assert fired(rules["waiting for customer"]) == 1 and fired(rules["quiet"]) == 2
    resolve(conversation, by=noor)
    settle()
    let_pass(minutes=31)
    settle()
    assert fired(rules["resolved"]) == 1
    assert (fired(rules["open"]), fired(rules["unassigned"])) == (1, 1)


def test_nobodys_is_counted_from_when_it_was_given_up_not_from_when_its_team_changed(ada, noor, tomas, beans, waits):
    waits("unassigned")
    conversation = a_conversation(ada, assignee=noor)
    assign(conversation, team=beans, by=noor)
    settle()
    given_up = TimelineEvent.objects.filter(kind="conversation.assigned").latest("pk").at
    assert Timer.objects.get().since == given_up
    assign(conversation, by=noor)
    settle()
    assert Timer.objects.get().since == given_up
    assign(conversation, agent=tomas, by=noor)
    settle()
    assert not Timer.objects.exists()


def test_remind_then_resolve(ada, noor, a_rule):
    remind = a_rule(
        "Remind",
        trigger={"alarm": "waiting for customer", "after": "3 days"},
        steps=[{"do": "reply", "text": "Still there?"}],
    )
    close = a_rule("Close", trigger={"alarm": "waiting for customer", "after": "5 days"}, steps=[{"do": "resolve"}])
    conversation = a_conversation(ada)
    reply(conversation, by=noor, text="Which grinder?")
    settle()
    let_pass(days=3, minutes=1)
    settle()
    conversation.refresh_from_db()
    assert (fired(remind), fired(close), conversation.is_open) == (1, 0, True)
    let_pass(days=2)
    settle()
    conversation.refresh_from_db()
    assert (fired(remind), fired(close), conversation.is_open) == (1, 1, False)


def test_rules_that_answer_each_other_through_time_settle(ada, noor, a_rule):
    a_rule("Up", trigger={"alarm": "resolved", "after": "1 hour"}, steps=[{"do": "reopen"}])
    a_rule("Down", trigger={"alarm": "open", "after": "1 hour"}, steps=[{"do": "resolve"}])
    resolve(a_conversation(ada), by=noor)
    for _ in range(8):
        settle()
        let_pass(hours=1, minutes=1)
    assert list(RuleRun.objects.order_by("pk").values_list("outcome", flat=True)) == ["fired", "fired", "loop"]


def test_a_new_rule_counts_what_waits_already_but_not_what_is_long_over(ada, ben, chiara, noor, waits):
    long, lately, answered = a_conversation(ada), a_conversation(ben), a_conversation(chiara)
    reply(answered, by=noor, text="On its way.")
    hours_ago(long, 3)
    hours_ago(lately, 0.4)
    rule = waits()
    settle()
    assert list(Timer.objects.values_list("conversation", flat=True)) == [lately.pk]
    let_pass(minutes=10)
    settle()
    long.tags, lately.tags = (Conversation.objects.get(pk=each.pk).tags for each in (long, lately))
    assert (fired(rule), long.tags, lately.tags) == (1, [], ["waiting for us"])
    letter_from(ada, conversation=long)
    settle()
    assert fired(rule) == 1


def test_a_new_rule_rings_for_what_is_over_when_it_is_asked_to(ada, waits):
    hours_ago(a_conversation(ada), 3)
    rule = waits(past=True)
    settle()
    assert fired(rule) == 1


def test_many_conversations_are_seeded_in_batches(ada, waits, monkeypatch):
    monkeypatch.setattr(import_module(ring.__module__), "SEEDED", 2)
    several = [a_conversation(ada) for _ in range(5)]
    rule = waits()
    assert ring() == 1
    rule.refresh_from_db()
    assert (Timer.objects.count(), rule.seeded_to) == (2, several[1].pk)
    settle()
    rule.refresh_from_db()
    assert (Timer.objects.count(), rule.seeded_to) == (5, None)


def test_a_longer_wait_begins_anew_and_an_edit_of_the_steps_does_not(ada, grace, waits):
    rule = waits()
    a_conversation(ada)
    settle()
    let_pass(minutes=31)
    settle()
    save_rule(rule, **{**rule.facts, "steps": URGENT}, by=grace)
    settle()
    assert fired(rule) == 1
    save_rule(rule, **{**rule.facts, "trigger": {**WAITS, "after": "1 hour"}}, by=grace)
    settle()
    let_pass(minutes=30)
    settle()
    assert fired(rule) == 2


def test_a_rule_that_was_off_counts_anew(ada, grace, waits):
    rule = waits()
    a_conversation(ada)
    settle()
    turn(rule, on=False, by=grace)
    assert not Timer.objects.exists()
    let_pass(hours=2)
    turn(rule, on=True, by=grace)
    settle()
    assert fired(rule) == 0 and not Timer.objects.exists()


def test_working_hours_alone_are_counted_and_others_when_they_change(ada, noor, waits):
    Calendar.objects.create(name="Shop", hours={"mon-fri": "09:00-17:00"}, time_zone="UTC", is_default=True)
    waits(**{"after": "2 hours", "in": "hours"})
    conversation = a_conversation(ada)
    friday = datetime(2099, 5, 15, 16, tzinfo=UTC)
    Conversation.objects.filter(pk=conversation.pk).update(waiting_since=friday)
    settle()
    assert Timer.objects.get().due_at == datetime(2099, 5, 18, 10, tzinfo=UTC)
    Calendar.objects.update(hours={"mon-fri": "08:00-18:00"})
    settle()
    assert Timer.objects.get().due_at == datetime(2099, 5, 15, 18, tzinfo=UTC)
    assign(conversation, team=Team.objects.create(name="Night", calendar=night()), by=noor)
    settle()
    assert Timer.objects.get().due_at == datetime(2099, 5, 15, 18, tzinfo=UTC) + timedelta(hours=4)


def night():
    return Calendar.objects.create(name="Night", hours={"mon-fri": "20:00-24:00"}, time_zone="UTC")


def test_whoever_rings_looks_at_the_hours_once_more(ada, waits):
    Calendar.objects.create(name="Shop", hours="24/7", time_zone="UTC", is_default=True)
    rule = waits(**{"after": "30 minutes", "in": "hours"})
    a_conversation(ada)
    settle()
    let_pass(minutes=31)
    soon = timezone.now() + timedelta(hours=2)
    Calendar.objects.update(hours={"mon-sun": f"{soon:%H:%M}-{soon + timedelta(minutes=1):%H:%M}"})
    assert ring() == 1
    assert Timer.objects.get().due_at > timezone.now() + timedelta(days=1)
    settle()
    assert fired(rule) == 0


def test_the_database_says_what_time_it_is(ada, waits, monkeypatch):
    """A worker whose clock is years ahead, or behind, rings when the others do."""
    rule = waits()
    a_conversation(ada)
    settle()
    for years in (-5, 5):
        moved = timezone.now() + timedelta(days=365 * years)
        monkeypatch.setattr(timezone, "now", lambda moved=moved: moved)
        assert ring() == 0
        assert timedelta(minutes=29) < next_due() - moved <= timedelta(minutes=30)
        monkeypatch.undo()
    let_pass(minutes=31)
    moved = timezone.now() - timedelta(days=365)
    monkeypatch.setattr(timezone, "now", lambda: moved)
    assert ring() == 1 and ring() == 0
    monkeypatch.undo()
    settle()
    assert fired(rule) == 1


def test_a_conversation_that_was_merged_waits_no_more(ada, noor, waits):
    waits()
    one, other = a_conversation(ada), a_conversation(ada)
    merge(one, into=other, by=noor)
    settle()
    assert list(Timer.objects.values_list("conversation", flat=True)) == [other.pk]


def test_keep_time_is_owed_for_waits_alone(ada, noor, a_rule, waits):
    name = f"{keep_time.__module__}.keep_time"
    a_rule()
    a_conversation(ada)
    assert not Reaction.objects.filter(name=name).exists()
    waits("resolved")
    conversation = a_conversation(ada)
    resolve(conversation, by=noor)
    reopen(conversation, by=noor)
    assert Reaction.objects.filter(name=name).count() == 4  # opened and received, and the two


WORK = """
import django
django.setup()
from regulars.config import worker
worker.QUEUES = tuple(queue for queue in worker.QUEUES if queue.name in ("timers", "reactions"))
worker.LISTENERS = ()
worker.main()
"""


def working():
    url = "postgresql://{USER}:{PASSWORD}@/{NAME}?host={HOST}&port={PORT}".format(**connection.settings_dict)
    surroundings = {**os.environ, "DJANGO_SETTINGS_MODULE": "regulars.config.settings", "DATABASE_URL": url}
    return subprocess.Popen([sys.executable, "-c", WORK], env=surroundings, stderr=subprocess.DEVNULL)


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_workers_that_are_killed_ring_each_timer_exactly_once(inbox, waits):
    """Two workers at once, killed again and again while many timers are due and more come."""
    rule = waits(after="1 minute")
    customer = meet("Ada Moreau", "ada@moreau.example")
    conversations = [a_conversation(customer, inbox=inbox).pk for _ in range(MANY)]
    rows = Conversation.objects.in_bulk(conversations)
    now = timezone.now()
    Timer.objects.bulk_create(
        Timer(rule=rule, conversation=row, since=row.waiting_since, due_at=now + timedelta(seconds=number / 40))
        for number, row in enumerate(rows.values())
    )
    Conversation.objects.update(waiting_since=now - timedelta(minutes=2))
    Timer.objects.update(since=now - timedelta(minutes=2))
    Rule.objects.update(seeded_to=None, timed_from=None)
    left = Timer.objects.filter(due_at__isnull=False)
    deadline = time.monotonic() + PATIENCE
    while (before := left.count()) and time.monotonic() < deadline:
        workers = [working(), working()]
        while left.count() > max(before - MANY // 3, 0) and time.monotonic() < deadline:
            time.sleep(0.01)  # killed while they ring, not while they start
        for worker in workers:
            worker.send_signal(signal.SIGKILL)
            worker.wait()
    while react() or ring():
        pass
    events = TimelineEvent.objects.filter(kind="conversation.waited").values_list("facts__conversation", flat=True)
    assert sorted(events) == sorted(conversations)
    assert fired(rule) == MANY


@pytest.mark.django_db(transaction=True)
def test_two_who_ring_at_once_share_the_timers(inbox, waits):
    rule = waits()
    customer = meet("Ada Moreau", "ada@moreau.example")
    for _ in range(60):
        a_conversation(customer, inbox=inbox)
    settle()
    let_pass(minutes=31)
    rung = []

    def take():
        while some := ring():
            rung.append(some)
        connections.close_all()

    threads = [threading.Thread(target=take) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    settle()
    assert sum(rung) == 60 and fired(rule) == 60


@pytest.mark.django_db(transaction=True)
def test_a_conversation_that_somebody_holds_has_its_turn_later(inbox, waits):
    """Who answers at this very moment is not waited for, and the timer is not lost."""
    rule = waits()
    conversation = a_conversation(meet("Ada Moreau", "ada@moreau.example"), inbox=inbox)
    settle()
    let_pass(minutes=31)
    counted = []

    def take():
        counted.append(ring())
        connections.close_all()

    with transaction.atomic():
        Conversation.objects.select_for_update().get(pk=conversation.pk)
        thread = threading.Thread(target=take)
        thread.start()
        thread.join()
    assert counted == [0]
    settle()
    assert fired(rule) == 1


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_runs_already_goes_by_the_rules_as_they_are_now(inbox, grace, a_rule):
    customer = meet("Ada Moreau", "ada@moreau.example")
    rule = a_rule("First", steps=[{"do": "tag", "tag": "first"}])
    with working() as worker:
        before = tags_of(a_conversation(customer, inbox=inbox))
        save_rule(rule, **{**rule.facts, "steps": [{"do": "tag", "tag": "second"}]}, by=grace)
        after = tags_of(a_conversation(customer, inbox=inbox))
        worker.kill()
    assert (before, after) == (["first"], ["second"])


def tags_of(conversation):
    """What it is tagged with as soon as it is."""

    def are_there():
        conversation.refresh_from_db()
        return conversation.tags

    wait_until(are_there)
    return conversation.tags


@pytest.mark.django_db(transaction=True)
def test_what_is_being_written_while_a_rule_is_made_is_not_missed(ada, waits):
    written, told = threading.Event(), threading.Event()

    def write() -> None:
        with transaction.atomic():
            letter_from(ada)
            written.set()
            told.wait(PATIENCE)
        connections.close_all()

    writer = threading.Thread(target=write)
    writer.start()
    assert written.wait(PATIENCE)
    rule = waits()
    settle()
    assert Rule.objects.get().seeded_to == 0 and next_due() <= timezone.now() + timedelta(seconds=1)
    told.set()
    writer.join()
    settle()
    assert Timer.objects.get().rule == rule and Rule.objects.get().seeded_to is None


def test_the_log_is_kept_for_as_long_as_the_house_says(ada, grace, a_rule):
    rule = a_rule()
    a_conversation(ada)
    settle()
    assert log_days() == 90 and forget_runs() == 0
    RuleRun.objects.update(at=timezone.now() - timedelta(days=31))
    for _twice in range(2):
        keep_log(days=30, by=grace)
    a_conversation(ada)
    settle()
    assert fired(rule) == 1 and AuditEntry.objects.filter(action="rules.log_kept").count() == 1
    for days in (6, 3651, True, "30"):
        with pytest.raises(ValidationError, match="days"):
            keep_log(days=days, by=grace)


def test_days_are_the_houses_own(ada, a_rule, monkeypatch):
    Calendar.objects.create(name="Shop", hours="24/7", time_zone="Pacific/Auckland", is_default=True)
    late = datetime(2027, 3, 4, 20, tzinfo=UTC)  # the fifth in Auckland
    monkeypatch.setattr(timezone, "now", lambda: late)
    rule = a_rule(conditions={"field": "waiting since", "on": "2027-03-05"})
    today = a_rule("Today", conditions={"field": "waiting since", "on": "today"})
    a_conversation(ada)
    settle()
    assert (fired(rule), fired(today)) == (1, 1)
    Calendar.objects.update(time_zone="UTC")
    a_conversation(ada)
    settle()
    assert (fired(rule), fired(today)) == (1, 2)
