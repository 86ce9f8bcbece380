"""Machines never write to each other for long: few letters to one address (may_leave), and none when there are too many."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from regulars.channels.email import automatic
from regulars.channels.email.actions.deliver import deliver
from regulars.channels.email.actions.fall_silent import fall_silent
from regulars.channels.email.actions.resume import resume
from regulars.channels.email.actions.take_letters import take_letters
from regulars.channels.email.automatic import DAILY, HOURLY, MOST_FROM_ONE, MOST_TO_ALL, may_leave, without_tag
from regulars.channels.email.keeping import Arrival
from regulars.channels.email.keeping import keep as keep_all
from regulars.channels.email.models import AutomaticLetter, Mailbox, SentLetter, Silence
from regulars.channels.email.tests.conftest import a_letter, a_mailbox, acknowledging, keep
from regulars.conversations.models import Conversation
from regulars.customers.actions.react import react
from regulars.live.alarms import open_alarms
from regulars.team.models import Agent, AuditEntry

OURS, ROBOT = "hello@coffee.example", "robot@example.com"
A_DAY = timedelta(days=1)


@pytest.fixture
def telling(hello: Mailbox) -> Mailbox:
    """hello@coffee.example, which tells everybody that their letters have come."""
    return acknowledging(hello)


def go_on() -> None:
    while take_letters() or react() or deliver():
        pass


def later(by: timedelta) -> None:
    """Time passes."""
    for row in AutomaticLetter.objects.all():
        AutomaticLetter.objects.filter(pk=row.pk).update(at=row.at - by)
    for row in Silence.objects.exclude(ended_at=None):
        Silence.objects.filter(pk=row.pk).update(ended_at=row.ended_at - by)


def test_a_robot_that_ignores_every_header_is_soon_alone(telling: Mailbox) -> None:
    """It answers each of our letters with a new one: other subject, other id, nothing that says machine."""
    answered = 0
    keep(a_letter("Hello!", sender=ROBOT, subject="Hello"), telling, envelope_from=ROBOT)
    go_on()
    while SentLetter.objects.count() > answered:
        answered += 1
        assert answered < 50
        text = f"We have got your message. Ticket {answered}"
        letter = a_letter(text, sender=ROBOT, subject=text, message_id=f"<robot{answered}@example.com>")
        keep(letter, telling, envelope_from=ROBOT)
        go_on()
    assert SentLetter.objects.count() == HOURLY and Conversation.objects.count() == HOURLY + 1


@pytest.mark.long
def test_a_storm_of_letters_from_one_address_gets_the_buckets_answers(transactional_db: None, telling: Mailbox) -> None:
    for number in range(0, 100, 20):
        keep_all(
            [
                Arrival(content=_new(each), source="smtp", mailbox_id=telling.pk, envelope_from=ROBOT)
                for each in range(number, number + 20)
            ]
        )
        go_on()
    assert Conversation.objects.count() == 100
    assert SentLetter.objects.count() == HOURLY
    [alarm] = open_alarms()
    assert (alarm.kind, alarm.subject) == ("loop", ROBOT)
    assert AutomaticLetter.objects.count() == MOST_FROM_ONE + 1, "once silent, not even asking is written down"


def _new(number: int) -> bytes:
    sender = f"robot+{number}@example.com" if number % 2 else ROBOT
    return a_letter("Hello", sender=sender, subject=f"{number}", message_id=f"<{number}@x.example>")


def test_two_an_hour_and_five_a_day(db: None) -> None:
    sent = []
    for _hour in range(36):
        sent.append(sum(may_leave(ours=OURS, theirs=ROBOT) for _ in range(4)))
        later(timedelta(hours=1, seconds=1))
    assert max(sent) == HOURLY and sum(sent[:24]) == DAILY and sum(sent) <= 2 * DAILY


def test_each_address_of_ours_has_its_own_turn(db: None) -> None:
    assert [may_leave(ours=f"{n}@coffee.example", theirs=ROBOT) for n in range(3)] == [True] * 3


def test_whoever_asks_at_the_same_moment_waits_for_their_turn(transactional_db: None) -> None:
    def ask(_number: int) -> bool:
        try:
            return may_leave(ours=OURS, theirs=ROBOT)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as workers:
        assert sum(workers.map(ask, range(12))) == HOURLY


@pytest.mark.parametrize(
    ("address", "plain"), [("a+b@x.example", "a@x.example"), ("+b@x.example", "+b@x.example"), ("a", "a"), ("", "")]
)
def test_a_tag_makes_nobody_else(address: str, plain: str) -> None:
    assert without_tag(address) == plain


def test_too_many_to_everybody_stops_all_and_goes_on_by_hand(db: None, grace: Agent) -> None:
    sent = sum(may_leave(ours=OURS, theirs=f"{number}@example.com") for number in range(MOST_TO_ALL + 50))
    assert sent == MOST_TO_ALL
    assert [alarm.kind for alarm in open_alarms()] == ["automatic_stopped"]
    later(A_DAY)
    assert not may_leave(ours=OURS, theirs="ben@example.com"), "it does not go on by itself"
    resume(Silence.objects.get(), by=grace)
    assert may_leave(ours=OURS, theirs="ben@example.com") and not open_alarms()
    assert AuditEntry.objects.get().action == "automatic_mail.resumed"


def test_what_was_counted_before_it_was_resumed_counts_no_more(db: None, grace: Agent) -> None:
    for number in range(MOST_TO_ALL + 1):
        may_leave(ours=OURS, theirs=f"{number}@example.com")
    resume(Silence.objects.get(), by=grace)
    assert may_leave(ours=OURS, theirs="ben@example.com")
    assert not Silence.objects.filter(ended_at=None).exists()


def test_fall_silent_and_resume_are_harmless_twice(db: None, grace: Agent) -> None:
    first = fall_silent(ROBOT, count=31)
    assert fall_silent(ROBOT, count=40) == first and Silence.objects.count() == 1
    resume(first, by=grace)
    resume(first, by=grace)
    assert AuditEntry.objects.count() == 1


def test_what_waits_while_all_have_stopped_waits_on(telling: Mailbox, grace: Agent) -> None:
    keep(a_letter(), telling, envelope_from="ada@example.com")
    while take_letters() or react():
        pass
    silence = fall_silent("", count=201)
    go_on()
    assert not SentLetter.objects.exists()
    resume(silence, by=grace)
    go_on()
    assert SentLetter.objects.count() == 1


def test_two_inboxes_of_ours_do_not_tell_each_other(telling: Mailbox) -> None:
    acknowledging(a_mailbox("shop@coffee.example", inbox="Shop"))
    keep(a_letter(sender="shop@coffee.example"), telling, envelope_from="shop@coffee.example")
    go_on()
    assert not SentLetter.objects.exists()


def test_an_admin_sees_it_and_lets_them_leave_again(client: Client, telling: Mailbox, grace: Agent) -> None:
    client.force_login(grace)
    silence = fall_silent(ROBOT, count=31)
    page = client.get("/settings/automatic").content.decode()
    assert "robot@example.com wrote 31 letters in ten minutes" in page
    assert 'class="alarms"' in client.get("/inbox").content.decode()
    client.post(f"/settings/automatic/silences/{silence.pk}/end")
    assert "robot@example.com" not in client.get("/settings/automatic").content.decode()
    assert 'class="alarms"' not in client.get("/inbox").content.decode()


def test_looking_keeps_the_alarm_open_as_long_as_it_holds(db: None, grace: Agent) -> None:
    from regulars.channels.email import alarms

    silence = fall_silent(ROBOT, count=31)
    alarms.look()
    assert [alarm.subject for alarm in open_alarms()] == [ROBOT]
    resume(silence, by=grace)
    alarms.look()
    assert not open_alarms()


class TwoMachines(RuleBasedStateMachine):
    """Ours tells that letters come; theirs answers whatever it gets, as it likes, and says nothing of being a machine."""

    def __init__(self) -> None:
        super().__init__()
        self.example = transaction.atomic()
        self.example.__enter__()
        self.telling = acknowledging(a_mailbox(OURS))
        self.seen, self.written = 0, 0
        self.leaving: list[timedelta] = []
        self.passed = timedelta(0)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.example.__exit__(None, None, None)

    @rule(
        threads=st.booleans(), keeps_subject=st.booleans(), tag=st.sampled_from(["", "+x", "+1"]), twice=st.booleans()
    )
    def they_answer(self, *, threads: bool, keeps_subject: bool, tag: str, twice: bool) -> None:
        letters = list(SentLetter.objects.order_by("pk")[self.seen :])
        self.seen += len(letters)
        for answered in [each.message_id for each in letters] or [""] * (self.written == 0):
            for _ in range(2 if twice else 1):
                self._write(answered if threads else "", "Hello" if keeps_subject else f"{self.written}", tag)
        go_on()
        self.leaving += [self.passed] * (SentLetter.objects.count() - len(self.leaving))

    @rule(minutes=st.integers(1, 240))
    def time_passes(self, *, minutes: int) -> None:
        self.passed += timedelta(minutes=minutes)
        later(timedelta(minutes=minutes))

    @invariant()
    def no_more_than_the_bucket_holds(self) -> None:
        for start in self.leaving:
            within = [at - start for at in self.leaving if at >= start]
            assert sum(at < timedelta(hours=1) for at in within) <= HOURLY
            assert sum(at < A_DAY for at in within) <= DAILY

    @invariant()
    def it_ends(self) -> None:
        """Each letter of ours brings at most two of theirs; who is told no more has nothing to answer."""
        assert self.written <= 2 * SentLetter.objects.count() + 2

    def _write(self, answered: str, subject: str, tag: str) -> None:
        self.written += 1
        headers = {"in_reply_to": answered} if answered else {}
        sender = f"robot{tag}@example.com"
        letter = a_letter(
            "Got it!", sender=sender, subject=subject, message_id=f"<{self.written}@example.com>", **headers
        )
        keep(letter, self.telling, envelope_from=sender)


def test_two_machines_stop_writing_to_each_other(db: None) -> None:
    run_state_machine_as_test(TwoMachines, settings=settings(max_examples=15, stateful_step_count=12, deadline=None))


def test_the_limits_are_those_that_the_manual_names() -> None:
    assert (automatic.HOURLY, automatic.DAILY, automatic.MOST_FROM_ONE, automatic.MOST_TO_ALL) == (2, 5, 30, 200)
