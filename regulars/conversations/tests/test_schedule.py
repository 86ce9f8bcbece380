"""Answers leave when somebody chose, and not before."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from regulars.conversations.actions.reply import reply
from regulars.conversations.actions.schedule import schedule
from regulars.conversations.actions.send_now import send_now
from regulars.conversations.leaving import time_of, wrote_since
from regulars.conversations.models import Delivery, Message
from tests.cast import a_conversation, letter_from

PARIS = ZoneInfo("Europe/Paris")
FRIDAY = datetime(2026, 10, 23, 22, 30, tzinfo=ZoneInfo("UTC"))  # Saturday in Paris, and clocks change on Sunday
ASKS_JSON = {"Accept": "application/json"}


def tomorrow():
    return timezone.now() + timedelta(days=1)


def test_words_are_times_in_the_zone_of_whoever_says_them():
    assert time_of("monday", zone=PARIS, now=FRIDAY) == datetime(2026, 10, 26, 9, tzinfo=PARIS)
    assert time_of("tomorrow", zone=PARIS, now=FRIDAY) == datetime(2026, 10, 25, 9, tzinfo=PARIS)
    assert time_of("2026-11-01T14:30", zone=PARIS) == datetime(2026, 11, 1, 14, 30, tzinfo=PARIS)
    with pytest.raises(ValidationError, match="Choose a day"):
        time_of("soon")


def test_it_leaves_then_and_that_is_when_the_customer_is_answered(ada, noor):
    conversation = a_conversation(ada)
    message, at = reply(conversation, by=noor, text="Good morning!"), tomorrow()
    schedule(message, at=at, by=noor)
    conversation.refresh_from_db()
    assert Delivery.objects.get().due_at == at == conversation.replied_at == Message.objects.get(pk=message.pk).at
    assert conversation.last_activity_at < at


@pytest.mark.parametrize("away", [timedelta(minutes=-1), timedelta(days=400)])
def test_a_time_that_makes_no_sense_is_refused(away, ada, noor):
    message = reply(a_conversation(ada), by=noor, text="Hello")
    with pytest.raises(ValidationError, match="within a year"):
        schedule(message, at=timezone.now() + away, by=noor)


def test_it_may_leave_at_once_after_all(ada, noor):
    message = reply(a_conversation(ada), by=noor, text="Good morning!")
    schedule(message, at=tomorrow(), by=noor, yields=True)
    send_now(message, by=noor)
    delivery = Delivery.objects.get()
    assert delivery.due_at <= timezone.now() and not delivery.is_scheduled and not delivery.yields


def test_what_has_left_is_not_scheduled(ada, noor):
    message = reply(a_conversation(ada), by=noor, text="Good morning!")
    Delivery.objects.update(external_id="<named@coffee.example>")
    for verb in (lambda: schedule(message, at=tomorrow(), by=noor), lambda: send_now(message, by=noor)):
        with pytest.raises(ValidationError, match="left already"):
            verb()


def test_the_page_says_when_and_that_the_customer_wrote_meanwhile(client, ada, noor):
    client.force_login(noor)
    conversation = a_conversation(ada)
    given = {"kind": "reply", "text": "Good morning!", "send_at": "tomorrow", "yields": "1"}
    answer = client.post(f"/conversations/{conversation.pk}/write", given, headers=ASKS_JSON)
    assert "It leaves on" in answer["HX-Trigger"]
    page = client.get(f"/inbox/{conversation.pk}").text
    assert "Leaves on" in page and "Send now" in page and "Take back" in page
    letter_from(ada, "Never mind, it came.", conversation=conversation)
    page = client.get(f"/inbox/{conversation.pk}").text
    assert "Ada Moreau wrote after this was written" in page and "Held back" in page


def test_it_yields_to_a_colleague_who_answers_first(client, ada, grace, noor):
    client.force_login(noor)
    conversation = a_conversation(ada)
    waiting = reply(conversation, by=noor, text="Good morning!")
    schedule(waiting, at=tomorrow(), by=noor, yields=True)
    own = reply(conversation, by=noor, text="Before I forget")
    assert wrote_since(waiting) is None
    answer = reply(conversation, by=grace, text="It is on its way.")
    assert wrote_since(waiting) == answer and wrote_since(own) == answer and wrote_since(answer) is None
    page = client.get(f"/inbox/{conversation.pk}").text
    assert f"{grace.name} wrote after this was written" in page and "Held back" in page
    schedule(answer, at=tomorrow(), by=grace)
    assert wrote_since(waiting) is None


def test_a_bad_time_sends_nothing(client, ada, noor):
    client.force_login(noor)
    given = {"kind": "reply", "text": "Good morning!", "send_at": "picked", "picked_at": "2020-01-01T09:00"}
    answer = client.post(f"/conversations/{a_conversation(ada).pk}/write", given, headers=ASKS_JSON)
    assert answer.status_code == 422 and "within a year" in answer.text
    assert not Delivery.objects.exists()
