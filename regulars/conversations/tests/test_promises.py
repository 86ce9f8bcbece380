"""What was promised, counted in open hours, kept or broken, and said once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from regulars.conversations.actions.assign import assign
from regulars.conversations.actions.keep_promises import keep_promises, next_due
from regulars.conversations.actions.move_promise import move_promise
from regulars.conversations.actions.reopen import reopen
from regulars.conversations.actions.reply import reply
from regulars.conversations.actions.resolve import resolve
from regulars.conversations.actions.save_promise import save_promise, withdraw_promise
from regulars.conversations.actions.set_priority import set_priority
from regulars.conversations.actions.turn_promise import turn_promise
from regulars.conversations.models import Clock, Promise
from regulars.conversations.promising import promised_words
from regulars.conversations.rows import chip
from regulars.customers.actions.react import react
from regulars.customers.models import Listening, Reaction, TimelineEvent
from regulars.team.actions.change_hours import change_hours
from regulars.team.models import Calendar, Team
from tests.cast import a_conversation, letter_from

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
OFFICE = {"mon-fri": "09:00-17:00"}


@pytest.fixture
def at(monkeypatch):
    """Let it be this moment; `at(minutes=30)` is so much later."""
    now = [MONDAY]
    monkeypatch.setattr(timezone, "now", lambda: now[0])

    def go(moment: datetime | None = None, **later: float) -> datetime:
        now[0] = moment or now[0] + timedelta(**later)
        _let_things_follow()
        return now[0]

    return go


def _let_things_follow():
    while react():
        pass


def a_promise(by, **facts):
    promise = Promise(
        **{"name": "Everybody", "first_reply": 60, "is_around_the_clock": True, "warns": 0, "made_at": MONDAY, **facts}
    )
    save_promise(promise, by=by)
    return promise


def told(kind):
    return TimelineEvent.objects.filter(kind=f"promise.{kind}").count()


def clock_of(conversation, kind="first_reply"):
    return Clock.objects.filter(conversation=conversation, kind=kind).latest("pk")


def test_a_letter_starts_the_clock_and_an_answer_in_time_keeps_the_promise(ada, noor, at):
    a_promise(noor)
    conversation = a_conversation(ada)
    at(minutes=59)
    conversation.refresh_from_db()
    assert conversation.due_at == MONDAY + timedelta(minutes=60)
    reply(conversation, by=noor, text="It is on its way.")
    at(minutes=0)
    conversation.refresh_from_db()
    assert (clock_of(conversation).outcome, clock_of(conversation).ended_at) == ("kept", MONDAY + timedelta(minutes=59))
    assert (conversation.due_at, told("kept"), told("broken")) == (None, 1, 0)


def test_an_answer_too_late_breaks_it_even_if_nobody_looked_meanwhile(ada, noor, at):
    a_promise(noor)
    conversation = a_conversation(ada)
    at(minutes=61)
    reply(conversation, by=noor, text="Sorry.")
    at(minutes=0)
    assert clock_of(conversation).outcome == "broken" and (told("kept"), told("broken")) == (0, 1)


def test_it_is_said_once_that_time_is_short_and_once_that_it_ran_out(ada, noor):
    a_promise(noor, warns=20, made_at=timezone.now() - timedelta(days=1))
    conversation = a_conversation(ada)
    _let_things_follow()
    assert next_due() == clock_of(conversation).due_at - timedelta(minutes=20)
    for minutes, expected in ((41, (1, 0)), (61, (1, 1))):
        _back(conversation, minutes)
        while keep_promises():
            pass
        assert (told("at_risk"), told("broken")) == expected
    assert next_due() is None


def _back(conversation, minutes):
    """As if the letter had come so many minutes ago: the database's own clock cannot be set."""
    since = timezone.now() - timedelta(minutes=minutes)
    due = since + timedelta(minutes=60)
    type(conversation).objects.filter(pk=conversation.pk).update(waiting_since=since)
    clock = clock_of(conversation)
    next_at = due if clock.warned_at else due - timedelta(minutes=20)
    Clock.objects.filter(pk=clock.pk).update(started_at=since, running_since=since, due_at=due, next_at=next_at)


def test_time_passes_only_while_the_house_is_open(ada, noor, at):
    Calendar.objects.create(
        name="Shop", hours=OFFICE, time_zone="Europe/Berlin", holidays=["2026-11-24"], is_default=True
    )
    a_promise(noor, is_around_the_clock=False, first_reply=120)
    at(datetime(2026, 11, 23, 15, 30, tzinfo=UTC))  # 16:30 in Berlin; Tuesday is a holiday
    conversation = a_conversation(ada)
    at(minutes=1)
    assert clock_of(conversation).due_at == datetime(2026, 11, 25, 9, 30, tzinfo=UTC)


def test_a_teams_hours_come_before_the_houses(ada, noor, at):
    Calendar.objects.create(name="Shop", hours=OFFICE, time_zone="UTC", is_default=True)
    night = Team.objects.create(
        name="Night", calendar=Calendar.objects.create(name="Night", hours="24/7", time_zone="UTC")
    )
    a_promise(noor, is_around_the_clock=False)
    at(datetime(2026, 11, 23, 20, tzinfo=UTC))
    conversation = a_conversation(ada)
    at(minutes=0)
    assert clock_of(conversation).due_at == datetime(2026, 11, 24, 10, tzinfo=UTC)
    assign(conversation, team=night, by=noor)
    at(minutes=0)
    assert clock_of(conversation).due_at == datetime(2026, 11, 23, 21, tzinfo=UTC)


def test_settling_takes_no_time_while_we_wait_for_the_customer(ada, noor, at):
    a_promise(noor, first_reply=None, resolution=120)
    conversation = a_conversation(ada)
    at(minutes=30)
    reply(conversation, by=noor, text="Which grinder is it?")
    at(hours=50)
    clock = clock_of(conversation, "resolution")
    assert (clock.spent, clock.due_at, clock.running_since) == (timedelta(minutes=30), None, None)
    letter_from(ada, "The small one.", conversation=conversation)
    at(minutes=89)
    assert clock_of(conversation, "resolution").due_at == MONDAY + timedelta(hours=50, minutes=30 + 90)
    resolve(conversation, by=noor)
    at(minutes=0)
    assert clock_of(conversation, "resolution").outcome == "kept"


def test_the_next_letter_has_a_promise_of_its_own(ada, noor, at):
    a_promise(noor, next_reply=30)
    conversation = a_conversation(ada)
    at(minutes=5)
    reply(conversation, by=noor, text="Which one?")
    at(minutes=5)
    letter_from(ada, "The small one.", conversation=conversation)
    at(minutes=31)
    assert clock_of(conversation, "next_reply").due_at == MONDAY + timedelta(minutes=40)
    reply(conversation, by=noor, text="Thank you.")
    at(minutes=0)
    assert [clock.outcome for clock in Clock.objects.order_by("pk")] == ["kept", "broken"]


def test_who_settles_without_an_answer_keeps_nothing_and_breaks_nothing(ada, noor, at):
    a_promise(noor)
    conversation = a_conversation(ada)
    at(minutes=5)
    resolve(conversation, by=noor)
    at(minutes=5)
    assert clock_of(conversation).outcome == "dropped" and (told("kept"), told("broken")) == (0, 0)
    reopen(conversation, by=noor)
    at(minutes=5)
    assert Clock.objects.filter(conversation=conversation).count() == 2


def test_the_first_promise_that_holds_counts_and_changes_with_the_conversation(ada, noor, at):
    a_promise(noor, name="Urgent", position=0, first_reply=15, conditions={"field": "priority", "is": "urgent"})
    a_promise(noor, name="Everybody", position=1)
    conversation = a_conversation(ada)
    at(minutes=1)
    assert clock_of(conversation).promise.name == "Everybody"
    set_priority(conversation, priority="urgent", by=noor)
    at(minutes=1)
    assert (clock_of(conversation).promise.name, clock_of(conversation).due_at) == (
        "Urgent",
        MONDAY + timedelta(minutes=15),
    )


def test_what_a_customer_was_told_is_not_made_worse(ada, noor, at):
    a_promise(
        noor, name="Urgent", position=0, first_reply=15, conditions={"field": "priority", "is": "urgent"}, is_told=True
    )
    a_promise(noor, name="Everybody", position=1, is_told=True)
    conversation = a_conversation(ada)
    set_priority(conversation, priority="urgent", by=noor)
    at(minutes=1)
    set_priority(conversation, priority="normal", by=noor)
    at(minutes=1)
    assert clock_of(conversation).due_at == MONDAY + timedelta(minutes=15)


def test_a_new_promise_holds_for_what_is_open_counted_from_now(ada, noor, at):
    conversation = a_conversation(ada)
    at(days=2)
    a_promise(noor, made_at=timezone.now())
    while keep_promises():
        pass
    assert clock_of(conversation).due_at == MONDAY + timedelta(days=2, minutes=60)


def test_without_promises_nothing_follows(ada, noor, at):
    promise = a_promise(noor)
    withdraw_promise(promise, by=noor)
    a_conversation(ada)
    assert not Reaction.objects.filter(name__endswith="keep_clocks").exists() and Listening.objects.get().kinds == []


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"name": " "}, "name"),
        ({"first_reply": None}, "first_reply"),
        ({"first_reply": 0}, "first_reply"),
        ({"conditions": {"field": "tier", "is": "gold"}}, "conditions"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(noor, facts, field):
    with pytest.raises(ValidationError) as refused:
        a_promise(noor, **facts)
    assert field in refused.value.message_dict and not Promise.objects.exists()


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"first_reply": 120, "is_told": True}, "We answer within 2 hours."),
        ({"first_reply": 45, "is_told": True}, "We answer within 45 minutes."),
        ({"first_reply": 60, "is_told": True, "is_around_the_clock": False}, "We answer within 1 working hour."),
        ({"first_reply": 60}, ""),
        ({"first_reply": None, "resolution": 60, "is_told": True}, ""),
    ],
)
def test_customers_are_told_what_is_measured(ada, noor, facts, said):
    Calendar.objects.create(name="Shop", hours=OFFICE, time_zone="UTC", is_default=True)
    a_promise(noor, **facts)
    assert promised_words(a_conversation(ada)) == said


def test_a_row_shows_how_much_time_is_left(ada, noor, at):
    conversation = a_conversation(ada)
    for minutes, said, state in ((90, "1 h left", None), (20, "20 min left", "waiting"), (-130, "2 h late", "overdue")):
        conversation.due_at = MONDAY + timedelta(minutes=minutes)
        shown = chip(conversation)
        assert said in shown and (f'data-state="{state}"' in shown if state else "data-state" not in shown)


def test_the_head_says_which_promise_it_is_and_how_the_others_stand(ada, noor, at, client):
    a_promise(noor, name="Gold & more", resolution=240)
    conversation = a_conversation(ada)
    at(minutes=0)
    client.force_login(noor)
    page = client.get(f"/inbox/{conversation.pk}").content.decode()
    assert "Gold &amp; more: first reply by " in page and "&#10;Gold &amp; more: resolution by " in page


def test_promises_are_put_in_order_and_every_open_conversation_is_reckoned_anew(ada, noor, at):
    everybody, urgent = (
        a_promise(noor, name="Everybody", position=1),
        a_promise(noor, name="Urgent", position=2, first_reply=15),
    )
    conversation = a_conversation(ada)
    at(minutes=1)
    move_promise(urgent, to=1, by=noor)
    move_promise(urgent, to=-7, by=noor)
    while keep_promises(now=timezone.now()):
        pass
    assert list(Promise.objects.values_list("name", flat=True)) == ["Urgent", "Everybody"]
    assert clock_of(conversation).promise == urgent and everybody.position == 1


def test_a_promise_that_is_switched_off_begins_nothing_new(ada, noor, at):
    promise = a_promise(noor)
    for on, expected in ((False, 0), (False, 0), (True, 1)):
        turn_promise(promise, on=on, by=noor)
        conversation = a_conversation(ada)
        at(minutes=1)
        assert Clock.objects.filter(conversation=conversation).count() == expected


def test_other_hours_move_what_is_due(ada, noor, at):
    shop = Calendar.objects.create(name="Shop", hours=OFFICE, time_zone="UTC", is_default=True)
    a_promise(noor, is_around_the_clock=False)
    at(datetime(2026, 11, 23, 16, 30, tzinfo=UTC))
    conversation = a_conversation(ada)
    at(minutes=0)
    Calendar.objects.filter(pk=shop.pk).update(hours={"mon-fri": "09:00-18:00"})
    change_hours()
    while keep_promises(now=timezone.now()):
        pass
    assert clock_of(conversation).due_at == datetime(2026, 11, 23, 17, 30, tzinfo=UTC)
