"""Alarms: opened once, told once and daily, closed by themselves. Each is looked for as the worker does each minute."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from email import message_from_bytes, policy

import pytest
from django.test import Client
from django.utils import timezone

from bench.house import free_port
from regulars.channels.email import alarms, watching
from regulars.channels.email.actions.send_canaries import send_canaries
from regulars.channels.email.actions.take_letters import take_letters
from regulars.channels.email.actions.tell_alarms import tell_alarms
from regulars.channels.email.canaries import message_id_of
from regulars.channels.email.models import Canary, InboundLetter, Mailbox, MailRules, RawLetter
from regulars.channels.email.tests.conftest import a_letter, keep, send
from regulars.channels.email.tests.peers import Sink
from regulars.conversations.actions.reply import reply
from regulars.conversations.models import Conversation, Delivery, Message
from regulars.live.alarm_words import sentence
from regulars.live.alarms import open_alarms, raise_alarm
from regulars.live.models import Alarm
from regulars.team.models import Agent

MONDAY = datetime(2026, 11, 2, 12, 30, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def sink() -> Iterator[Sink]:
    sink = Sink(free_port())
    sink.start()
    yield sink
    sink.stop()


def open_now() -> list[tuple[str, str]]:
    return [(each.kind, each.subject) for each in open_alarms()]


def ago(**span: float) -> datetime:
    return timezone.now() - timedelta(**span)


def history(mailbox: Mailbox, times: list[datetime]) -> None:
    raws = [RawLetter(sha256=str(number), content=b"x", size=1) for number in range(len(times))]
    RawLetter.objects.bulk_create(raws)
    rows = [
        InboundLetter(source="smtp", mailbox=mailbox, raw=raw, received_at=at, state="done")
        for raw, at in zip(raws, times, strict=True)
    ]
    InboundLetter.objects.bulk_create(rows)


def office_hours(weeks: int, *, until: datetime) -> list[datetime]:
    """Two letters an hour from nine to five, Monday to Friday."""
    hours = [until - timedelta(minutes=30 * step) for step in range(weeks * 7 * 48)]
    return [at for at in hours if at.weekday() < 5 and 9 <= at.hour < 17]


def test_a_mailbox_that_is_silent_when_it_usually_is_not_is_an_alarm(hello: Mailbox) -> None:
    thursday_noon = MONDAY + timedelta(days=3)
    history(hello, office_hours(4, until=thursday_noon))
    assert alarms._silent(thursday_noon + timedelta(hours=5)) == {}  # less than six hours
    found = alarms._silent(thursday_noon + timedelta(hours=6, minutes=1))
    assert found["hello@coffee.example"]["hours"] == 6 and found["hello@coffee.example"]["usual"] >= 4


def test_nights_and_weekends_are_no_alarm(hello: Mailbox) -> None:
    friday_five = MONDAY + timedelta(days=4, hours=4, minutes=20)
    history(hello, office_hours(4, until=friday_five))
    assert alarms._silent(MONDAY + timedelta(days=6, hours=20)) == {}  # Monday, half past eight
    assert alarms._silent(MONDAY + timedelta(days=7)) != {}  # Monday noon: seven letters should have come


def test_a_mailbox_with_little_history_is_left_alone(hello: Mailbox) -> None:
    history(hello, office_hours(1, until=MONDAY))
    assert alarms._silent(MONDAY + timedelta(days=2)) == {}


def test_an_alarm_opens_once_and_closes_by_itself(hello: Mailbox) -> None:
    Mailbox.objects.update(error="imap.example cannot be reached: no answer", error_at=ago(minutes=14))
    alarms.look()
    assert open_now() == []
    Mailbox.objects.update(error_at=ago(minutes=16))
    alarms.look()
    alarms.look()
    assert open_now() == [("mailbox_unreachable", "hello@coffee.example")] and Alarm.objects.count() == 1
    Mailbox.objects.update(error="", error_at=None)
    alarms.look()
    alarms.look()
    assert open_now() == [] and Alarm.objects.get().closed_at is not None
    Mailbox.objects.update(error="gone again", error_at=ago(hours=1))
    alarms.look()
    assert len(open_now()) == 1 and Alarm.objects.count() == 2


def test_a_mailbox_that_lets_us_in_no_more_is_another_alarm(hello: Mailbox) -> None:
    Mailbox.objects.update(
        error="imap.example does not accept the user name or password", is_refused=True, error_at=ago(minutes=3)
    )
    alarms.look()
    assert open_now() == [("mailbox_refused", "hello@coffee.example")]
    assert "does not accept" in sentence(Alarm.objects.get())


def test_letters_and_answers_that_wait_are_an_alarm(hello: Mailbox, grace: Agent) -> None:
    keep(a_letter(), hello)
    alarms.look()
    assert open_now() == []
    InboundLetter.objects.update(due_at=ago(minutes=11))
    alarms.look()
    assert open_now() == [("letters_waiting", "")] and Alarm.objects.get().facts == {"count": 1, "minutes": 11}
    take_letters()
    answer = reply(Conversation.objects.get(), by=grace, text="It left this morning.")
    Delivery.objects.update(due_at=timezone.now() + timedelta(days=3))  # somebody wants it to leave on Wednesday
    alarms.look()
    assert open_now() == []
    Delivery.objects.update(due_at=ago(minutes=11))
    alarms.look()
    assert open_now() == [("deliveries_waiting", "")]
    Delivery.objects.update(
        due_at=timezone.now() + timedelta(minutes=4), attempts=5
    )  # tried again and again for twelve minutes
    alarms.look()
    assert open_now() == [("deliveries_waiting", "")]
    Delivery.objects.update(state="failed", attempts=9)
    alarms.look()
    assert open_now() == [("deliveries_failed", "")] and answer.pk


def test_held_letters_are_a_notice_until_an_admin_has_looked(client: Client, hello: Mailbox, grace: Agent) -> None:
    keep(b"X-Spam-Flag: YES\n" + a_letter(), hello)
    take_letters()
    alarms.look()
    client.force_login(grace)
    assert "nobody has looked at them yet: 1" in client.get("/settings").content.decode()
    client.get("/settings/quarantine")
    alarms.look()
    assert open_now() == []
    keep(b"X-Spam-Flag: YES\n" + a_letter("another"), hello)
    take_letters()
    alarms.look()
    assert open_now() == [("letters_held", "")]


def test_a_growing_quarantine_is_an_alarm(hello: Mailbox) -> None:
    history(hello, [ago(hours=1)] * 20)
    InboundLetter.objects.update(state="quarantined")
    alarms.look()
    assert ("quarantine_growing", "") in open_now()
    InboundLetter.objects.update(received_at=ago(days=2))
    alarms.look()
    assert ("quarantine_growing", "") not in open_now()


def test_an_alarm_that_others_raise_ends_when_it_is_not_raised_again(db: None) -> None:
    for _ in range(3):
        raise_alarm("leak", "bot@shop.example", letters=40)
    alarms.look()
    assert open_now() == [("leak", "bot@shop.example")]
    Alarm.objects.update(raised_at=ago(minutes=61))
    alarms.look()
    assert open_now() == []


def test_alarms_are_mailed_elsewhere_once_and_again_each_day(hello: Mailbox, settings: object, sink: Sink) -> None:
    settings.ALARM_SERVER = {"host": "127.0.0.1", "port": sink.port, "security": "none", "user": "", "password": ""}
    settings.ALARM_SENDER = "house@elsewhere.example"
    raise_alarm("loop", "bot@shop.example")
    raise_alarm("letters_held", count=3)  # shown, never mailed
    assert tell_alarms() == 0  # nobody is named
    MailRules.objects.create(pk=1, alarm_addresses=["grace@home.example"])
    assert [tell_alarms(), tell_alarms()] == [1, 0]
    Alarm.objects.update(told_at=ago(hours=25))
    assert tell_alarms() == 2 - 1
    assert [recipients for recipients, _ in sink.letters] == [["grace@home.example"]] * 2
    letter = message_from_bytes(sink.letters[0][1], policy=policy.default)
    assert "bot@shop.example" in letter["Subject"] and letter["Auto-Submitted"] == "auto-generated"
    assert letter["From"] == "Regulars <house@elsewhere.example>" and "3" not in letter.get_content()


def test_an_alarm_that_could_not_be_mailed_is_tried_again(hello: Mailbox, settings: object, sink: Sink) -> None:
    settings.ALARM_SERVER = {"host": "127.0.0.1", "port": sink.port, "security": "none", "user": "", "password": ""}
    MailRules.objects.create(pk=1, alarm_addresses=["grace@home.example"])
    raise_alarm("loop", "bot@shop.example")
    sink.answers = ["451 later", "250 OK"]
    tell_alarms()
    assert Alarm.objects.get().told_at is None
    tell_alarms()
    assert len(sink.letters) == 1 and Alarm.objects.get().told_at is not None


@pytest.mark.django_db(transaction=True)
def test_a_canary_leaves_comes_home_and_is_no_conversation(hello: Mailbox, door: int, sink: Sink) -> None:
    Mailbox.objects.update(smtp_host="127.0.0.1", smtp_port=sink.port, smtp_security="none")
    MailRules.objects.create(pk=1, canary_every=30, canary_within=10)
    assert [send_canaries(), send_canaries()] == [1, 0]
    [(recipients, content)] = sink.letters
    assert recipients == ["hello@coffee.example"]
    alarms.look()
    assert open_now() == []
    Canary.objects.update(sent_at=ago(minutes=11))
    alarms.look()
    assert open_now() == [("canary_lost", "hello@coffee.example")]
    Canary.objects.update(sent_at=ago(minutes=5))
    send(door, content, sender="hello@coffee.example")
    take_letters()
    letter = InboundLetter.objects.get()
    assert (letter.state, letter.reason) == ("done", "canary") and Canary.objects.get().came_at is not None
    assert not Message.objects.exists()
    alarms.look()
    assert open_now() == []


def test_a_canary_that_cannot_leave_says_why(hello: Mailbox) -> None:
    Mailbox.objects.update(smtp_host="127.0.0.1", smtp_port=free_port(), smtp_security="none")
    MailRules.objects.create(pk=1, canary_every=30, canary_within=10)
    send_canaries()
    Canary.objects.update(sent_at=ago(minutes=11))
    alarms.look()
    assert "cannot be reached" in sentence(open_alarms().get())


def test_nobody_else_makes_a_canary(hello: Mailbox) -> None:
    canary = Canary.objects.create(mailbox=hello)
    forged = message_id_of(canary).replace(f"canary{canary.pk}.", f"canary{canary.pk + 1}.")
    keep(a_letter(message_id=forged), hello)
    take_letters()
    assert Message.objects.count() == 1 and Canary.objects.get().came_at is None


def test_no_canary_flies_while_mail_stays_in_the_house(hello: Mailbox) -> None:
    MailRules.objects.create(pk=1, canary_every=30)
    assert send_canaries() == 0 and not Canary.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_one_duty_that_fails_stops_no_other(hello: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> None:
        raise ValueError("broken on purpose")

    Mailbox.objects.update(error="gone", error_at=ago(hours=1))
    monkeypatch.setattr(watching, "DUTIES", (fails, *watching.DUTIES))
    assert watching.look_once()
    assert open_now() == [("mailbox_unreachable", "hello@coffee.example")]


def test_admins_see_alarms_and_others_do_not(client: Client, grace: Agent, noor: Agent) -> None:
    raise_alarm("loop", "bot@shop.example")
    raise_alarm("mailbox_silent", "hello@coffee.example", hours=9, usual=12)
    client.force_login(noor)
    assert "bot@shop.example" not in client.get("/settings").content.decode()
    client.force_login(grace)
    page = client.get("/settings").content.decode()
    assert "bot@shop.example" in page and "and 1 more" in page
    assert "usually gets 12" in client.get("/settings/mailboxes").content.decode()
    assert 'regulars_alarms_open{kind="loop"} 1' in client.get("/metrics").content.decode()


@pytest.mark.django_db(transaction=True)
def test_anybody_may_ask_which_kinds_of_alarm_are_open(client: Client) -> None:
    raise_alarm("loop", "bot@shop.example")
    answer = client.get("/health")
    assert answer.json()["alarms"] == ["loop"] and b"bot@" not in answer.content
