"""A mailbox sends no faster than its provider bears, whoever sends, and holds up no other."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from regulars.channels.email.actions.deliver import deliver
from regulars.channels.email.actions.take_letters import take_letters
from regulars.channels.email.models import InboundLetter, Mailbox, SendingPace, SentLetter
from regulars.channels.email.queues import queues
from regulars.channels.email.tests.conftest import a_letter, a_mailbox, keep
from regulars.conversations.actions.reply import reply
from regulars.conversations.actions.take_back import take_back
from regulars.conversations.models import Conversation, Delivery, Message
from regulars.team.models import Agent


@pytest.fixture
def slow(db: None) -> Mailbox:
    return a_mailbox("hello@coffee.example", most_a_minute=2, most_an_hour=5)


def answers(mailbox: Mailbox, count: int, *, by: Agent) -> list[Message]:
    keep(a_letter(to=mailbox.address), mailbox)
    take_letters()
    conversation = Conversation.objects.get(inbox=mailbox.inbox)
    return [reply(conversation, by=by, text=f"Part {number}.") for number in range(count)]


def send_all() -> int:
    while deliver():
        pass
    return SentLetter.objects.count()


def pass_by(**time: int) -> None:
    """So much time has passed."""
    length = timedelta(**time)
    for pace in SendingPace.objects.all():
        pace.minute_at, pace.hour_at, pace.day_at = (at - length for at in (pace.minute_at, pace.hour_at, pace.day_at))
        pace.save()
    for delivery in Delivery.objects.filter(state="waiting"):
        delivery.due_at -= length
        delivery.save()


def test_so_many_a_minute_and_so_many_an_hour(slow: Mailbox, grace: Agent) -> None:
    answers(slow, 8, by=grace)
    assert send_all() == 2
    pass_by(seconds=61)
    assert send_all() == 4
    pass_by(seconds=61)
    assert send_all() == 5
    pass_by(minutes=59)
    assert send_all() == 7


def test_so_many_a_day(db: None, grace: Agent) -> None:
    answers(a_mailbox("hello@coffee.example", most_an_hour=2, most_a_day=3), 8, by=grace)
    assert send_all() == 2
    pass_by(minutes=61)
    assert send_all() == 3
    pass_by(hours=22)
    assert send_all() == 3
    pass_by(hours=1)
    assert send_all() == 5


@pytest.mark.parametrize("span", ["minute", "hour", "day"])
def test_the_page_of_mailboxes_says_what_waits_and_for_which_limit(
    db: None, grace: Agent, client: Client, span: str
) -> None:
    limit = "an_hour" if span == "hour" else f"a_{span}"
    mailbox = a_mailbox("hello@coffee.example", **{f"most_{limit}": 2})
    client.force_login(grace)
    answers(mailbox, 5, by=grace)
    send_all()
    assert b"data-queue" not in client.get("/settings/mailboxes").content  # written just now
    Message.objects.update(created_at=timezone.now() - timedelta(minutes=7))
    page = " ".join(client.get("/settings/mailboxes").content.decode().split())
    said = page.split("<small data-queue>")[1].split("</small>")[0]
    assert said.startswith("3 letters wait, the oldest since <") and said.endswith(
        f"limit of 2 {limit.replace('_', ' ')}"
    )


def test_it_says_what_a_server_answers_and_counts_each_mailbox_apart(db: None, grace: Agent, client: Client) -> None:
    answers(a_mailbox("hello@coffee.example"), 2, by=grace)
    other = a_mailbox("shop@coffee.example", inbox="Shop")
    answers(other, 1, by=grace)
    Message.objects.update(created_at=timezone.now() - timedelta(minutes=7))
    theirs = Delivery.objects.filter(message__conversation__inbox=other.inbox)
    theirs.update(error="451 try again later", attempts=1)
    assert {pk: (queue.count, queue.why) for pk, queue in queues(Mailbox.objects.all()).items()} == {
        other.pk: (1, "451 try again later"),
        Mailbox.objects.get(address="hello@coffee.example").pk: (2, "others leave before"),
    }
    Delivery.objects.update(is_scheduled=True, due_at=timezone.now() + timedelta(hours=1))
    assert queues(Mailbox.objects.all()) == {}


def test_others_do_not_wait(slow: Mailbox, grace: Agent) -> None:
    answers(slow, 30, by=grace)
    answers(a_mailbox("shop@coffee.example", inbox="Shop"), 3, by=grace)
    assert send_all() == 2 + 3


def test_they_leave_in_the_order_they_were_written(slow: Mailbox, grace: Agent) -> None:
    answers(slow, 4, by=grace)
    send_all()
    pass_by(seconds=61)
    send_all()
    sent = Message.objects.filter(state="sent").order_by("delivery__done_at")
    assert [message.text for message in sent] == [f"Part {number}." for number in range(4)]


def test_what_waits_for_its_turn_can_still_be_taken_back(slow: Mailbox, grace: Agent) -> None:
    *_, last = answers(slow, 3, by=grace)
    send_all()
    take_back(last, by=grace)
    pass_by(seconds=61)
    assert send_all() == 2


def test_all_processes_count_together(transactional_db: None, grace: Agent) -> None:
    answers(a_mailbox("hello@coffee.example", most_a_minute=3), 12, by=grace)
    workers = [threading.Thread(target=_work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert send_all() == 3
    assert Delivery.objects.filter(state="waiting", due_at__gt=timezone.now(), external_id="").count() == 9


def test_a_letter_that_was_refused_for_now_takes_a_turn_again(slow: Mailbox, grace: Agent) -> None:
    answers(slow, 1, by=grace)
    slow.smtp_host, slow.smtp_port = "127.0.0.1", 1
    slow.save()
    send_all()
    assert SendingPace.objects.get().minute_count == 1 and not Delivery.objects.get().is_cleared
    Delivery.objects.update(due_at=timezone.now())
    deliver()
    assert SendingPace.objects.get().minute_count == 2


def test_an_answer_that_yields_is_held_back_when_the_customer_wrote(hello: Mailbox, grace: Agent) -> None:
    answers(hello, 1, by=grace)
    Delivery.objects.update(yields=True, is_scheduled=True)
    answered = Message.objects.get(kind="in").pk
    in_reply_to = InboundLetter.objects.get(message_id=answered).external_id
    keep(a_letter("Never mind, it came.", in_reply_to=in_reply_to), hello)
    take_letters()
    assert send_all() == 0
    assert Delivery.objects.get().state == "held"


def _work() -> None:
    try:
        while deliver():
            pass
    finally:
        connection.close()
