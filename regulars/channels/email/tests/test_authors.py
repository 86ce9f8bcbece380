"""Who wrote a letter that does not say so in From, and what becomes of one that says so nowhere."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from regulars.channels.email.actions.take_letters import take_letters
from regulars.channels.email.models import InboundLetter, Mailbox
from regulars.channels.email.tests.conftest import keep
from regulars.conversations.actions.reply import reply
from regulars.conversations.models import Delivery, Message
from regulars.team.models import Agent

REST = b"To: hello@coffee.example\nSubject: Beans\n\nAre there any?\n"


def taken(head: bytes, hello: Mailbox, **facts: object) -> Message:
    keep(head + REST, hello, **facts)
    take_letters()
    return Message.objects.get()


@pytest.mark.parametrize(
    ("head", "name", "address"),
    [
        (b"Reply-To: Ada <ada@example.com>\nSender: x@example.com\n", "Ada", "ada@example.com"),
        (b"From: Ada Moreau\nReply-To: ada@example.com\n", "Ada Moreau", "ada@example.com"),
        (
            b"From: undisclosed\nReturn-Path: <ada@example.com>\nSender: x@example.com\n",
            "undisclosed",
            "ada@example.com",
        ),
        (b"From: <>\nSender: Ada <ada@example.com>\n", "Ada", "ada@example.com"),
        (b"Resent-From: Ada <ada@example.com>\n", "Ada", "ada@example.com"),
    ],
)
def test_the_next_best_header_names_the_author(hello: Mailbox, head: bytes, name: str, address: str) -> None:
    message = taken(head, hello)
    assert (message.author_name, message.author_address) == (name, address)
    assert message.customer.identities.get().value == address


def test_then_the_envelope_does(hello: Mailbox) -> None:
    assert taken(b"From: Ada Moreau\n", hello, envelope_from="ada@example.com").author_address == "ada@example.com"


@pytest.mark.parametrize(
    "told",
    [
        b"X-Original-From: Ada Moreau <ada@yahoo.example>\nReply-To: hello@coffee.example\n",
        b"X-Original-Sender: ada@yahoo.example\n",
        b"Reply-To: ada@yahoo.example\n",
    ],
)
def test_a_group_may_have_written_our_address_in_the_author_s_place(hello: Mailbox, told: bytes) -> None:
    hello.results_by = "mx.coffee.example"
    hello.save()
    proven = b"Authentication-Results: mx.coffee.example; dmarc=pass header.from=coffee.example\n"
    message = taken(proven + b"From: 'Ada Moreau' via Hello <hello@coffee.example>\n" + told, hello)
    assert (message.author_name, message.author_address) == ("Ada Moreau", "ada@yahoo.example")
    assert message.trust == "none", "that it came from us proves nothing of her"


@pytest.mark.parametrize(
    "head", [b"", b"From: \n", b"From: Ada Moreau\n", b"From: ada at example dot com\n", b"From: \xff\n"]
)
def test_without_any_address_it_is_a_conversation_all_the_same(
    hello: Mailbox, client: Client, noor: Agent, head: bytes
) -> None:
    message = taken(head, hello)
    assert InboundLetter.objects.get().state == "done" and message.author_address == ""
    assert not message.customer.identities.exists()
    client.force_login(noor)
    assert "Are there any?" in client.get(f"/inbox/{message.conversation_id}").content.decode()
    assert "Beans" in client.get("/inbox/list?view=all").content.decode()


def test_nobody_can_be_answered_who_left_no_address(hello: Mailbox, grace: Agent) -> None:
    message = taken(b"", hello)
    with pytest.raises(ValidationError):
        reply(message.conversation, by=grace, text="Yes.")
    assert not Delivery.objects.exists()
