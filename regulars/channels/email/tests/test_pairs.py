"""A letter to two of our inboxes is answered in both, and each says so."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from regulars.channels.email.actions.take_letters import take_letters
from regulars.channels.email.models import Mailbox
from regulars.channels.email.tests.conftest import a_letter, a_mailbox, keep
from regulars.conversations.actions.pair import pair
from regulars.conversations.models import Conversation, Message, Pair
from regulars.team.models import Agent

BOTH = "hello@coffee.example, repairs@coffee.example"


@pytest.fixture
def repairs(hello: Mailbox) -> Mailbox:
    return a_mailbox("repairs@coffee.example", inbox="Repairs")


def in_both(hello: Mailbox, repairs: Mailbox) -> tuple[Conversation, Conversation]:
    """Two conversations, of one letter; each copy had its own way and the marks of its own servers."""
    keep(b"Received: by mx1\r\n" + a_letter(to=BOTH), hello)
    keep(b"Received: by mx2\r\n" + a_letter(to=BOTH), repairs)
    take_letters()
    return Conversation.objects.get(inbox=hello.inbox), Conversation.objects.get(inbox=repairs.inbox)


def test_each_conversation_leads_to_the_other(client: Client, hello: Mailbox, repairs: Mailbox, grace: Agent) -> None:
    first, second = in_both(hello, repairs)
    client.force_login(grace)
    assert (
        f'href="/inbox/{second.pk}">also in Repairs: #{second.pk}</a>'
        in client.get(f"/inbox/{first.pk}").content.decode()
    )
    assert (
        f'href="/inbox/{first.pk}">also in Hello: #{first.pk}</a>' in client.get(f"/inbox/{second.pk}").content.decode()
    )


def test_copies_that_are_taken_at_different_times_are_paired_too(hello: Mailbox, repairs: Mailbox) -> None:
    keep(a_letter(to=BOTH), hello)
    take_letters()
    assert not Pair.objects.exists()
    keep(a_letter(to=BOTH), repairs)
    take_letters()
    assert Pair.objects.values_list("first__inbox__name", "second__inbox__name").get() == ("Hello", "Repairs")


def test_a_later_letter_that_draws_a_second_inbox_in_pairs_the_two(hello: Mailbox, repairs: Mailbox) -> None:
    keep(a_letter(message_id="<one@example.com>"), hello)
    take_letters()
    again = a_letter("And the kettle, too.", to=BOTH, message_id="<two@example.com>", in_reply_to="<one@example.com>")
    for mailbox in (hello, repairs):
        keep(again, mailbox)
    take_letters()
    assert Conversation.objects.count() == 2
    assert Message.objects.filter(conversation__inbox=hello.inbox).count() == 2
    assert Pair.objects.count() == 1


def test_other_letters_are_not_paired(hello: Mailbox, repairs: Mailbox) -> None:
    keep(a_letter(message_id="<a@example.com>"), hello)
    keep(a_letter(message_id="<b@example.com>", to="repairs@coffee.example"), repairs)
    take_letters()
    assert not Pair.objects.exists()


def test_a_pair_is_one_whoever_is_named_first(hello: Mailbox, repairs: Mailbox) -> None:
    first, second = in_both(hello, repairs)
    pair(first, other=second.pk)
    pair(second, other=first.pk)
    pair(first, other=first.pk)
    assert Pair.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Pair.objects.create(first=second, second=first)
