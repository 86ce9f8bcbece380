import threading
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import connections

from regulars.conversations.actions.receive import receive
from regulars.conversations.actions.reply import reply
from regulars.conversations.actions.resolve import resolve
from regulars.conversations.incoming import File
from regulars.conversations.models import Conversation, Message
from regulars.customers.models import TimelineEvent
from regulars.lib import blobs
from tests.cast import a_conversation, a_letter, letter_from, meet


def test_a_letter_opens_a_conversation_that_waits_for_us(ada, inbox):
    message = receive(a_letter(ada, "Where is it?"), inbox=inbox)
    conversation = Conversation.objects.get()
    assert (message.state, message.kind, message.position) == ("received", "in", 1)
    assert conversation.is_open and conversation.waiting_since == message.created_at
    assert (conversation.snippet, conversation.inbound_position, conversation.is_ours_last) == (
        "Where is it?",
        1,
        False,
    )


def test_it_is_on_the_customers_timeline(ada, inbox):
    message = letter_from(ada)
    told = TimelineEvent.objects.filter(customer=ada, about=f"conversation:{message.conversation_id}")
    assert [event.kind for event in told.order_by("pk")] == ["conversation.opened", "message.received"]


def test_the_next_letter_keeps_the_wait_of_the_first(ada):
    conversation = a_conversation(ada, "First", "Second")
    first, second = conversation.messages.order_by("position")
    assert conversation.waiting_since == first.created_at
    assert (second.position, conversation.last_position, conversation.snippet) == (2, 2, "Second")


def test_a_letter_reopens_what_was_resolved(ada, noor):
    conversation = a_conversation(ada, resolved_by=noor)
    letter_from(ada, "It broke again", conversation=conversation)
    conversation.refresh_from_db()
    assert conversation.is_open and conversation.waiting_since and conversation.resolved_at is None
    assert TimelineEvent.objects.filter(kind="conversation.reopened").count() == 1


def test_an_automatic_letter_reopens_nothing_and_starts_no_wait(ada, noor):
    conversation = a_conversation(ada)
    reply(conversation, by=noor, text="It is on its way.")
    resolve(conversation, by=noor)
    letter_from(ada, "I am on holiday", conversation=conversation, is_automatic=True)
    conversation.refresh_from_db()
    assert not conversation.is_open and conversation.waiting_since is None
    assert conversation.inbound_position == 3


def test_a_stranger_joins_visibly_and_speaks_for_nobody(ada, ben):
    conversation = a_conversation(ada)
    message = letter_from(ben, "I have the same trouble", conversation=conversation)
    assert message.is_stranger and message.customer == ben
    assert conversation.participants.filter(address="ben.okafor@post.example", customer=ben).exists()
    assert not letter_from(ben, "Me again", conversation=conversation).is_stranger


def test_people_in_copy_take_part_and_our_own_addresses_do_not(ada, inbox):
    copied = {
        "to": [{"address": "hello@coffee.example", "is_ours": True}],
        "cc": [{"address": "dan@moreau.example", "name": "Dan"}],
    }
    conversation = letter_from(ada, recipients=copied).conversation
    assert set(conversation.participants.values_list("address", flat=True)) == {
        "ada@moreau.example",
        "dan@moreau.example",
    }


def test_files_are_kept_byte_for_byte(ada):
    content = bytes(range(256)) * 40
    message = letter_from(ada, files=(File(name="crack.bin", content=content, content_id="x@y", is_inline=True),))
    attachment = message.attachments.get()
    assert (attachment.name, attachment.size, attachment.content_id, attachment.is_inline) == (
        "crack.bin",
        10240,
        "x@y",
        True,
    )
    assert blobs.fetch(attachment.sha256).read() == content


def test_the_senders_date_is_shown_but_never_decides_the_order(ada):
    conversation = a_conversation(ada, "First")
    earlier = letter_from(ada, "Dated before", conversation=conversation, at=datetime(2001, 1, 1, tzinfo=UTC))
    assert earlier.position == 2 and earlier.at.year == 2001 and earlier.created_at.year > 2020


@pytest.mark.django_db(transaction=True)
def test_letters_that_arrive_at_once_take_turns(ada):
    conversation = a_conversation(ada, "First")
    letters = [a_letter(ada, f"Letter {number}") for number in range(8)]

    def arrive(letter):
        receive(replace(letter), inbox=conversation.inbox, conversation=conversation)
        connections.close_all()

    threads = [threading.Thread(target=arrive, args=[letter]) for letter in letters]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(Message.objects.values_list("position", flat=True)) == list(range(1, 10))
    conversation.refresh_from_db()
    assert conversation.last_position == 9


def test_two_customers_do_not_see_each_other(ada, ben):
    a_conversation(ada)
    a_conversation(ben)
    assert TimelineEvent.objects.filter(customer=ada).count() == TimelineEvent.objects.filter(customer=ben).count() == 2
    assert meet("Ada again", "ADA@Moreau.example") == ada
