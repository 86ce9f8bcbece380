"""A customer's letter that one of us forwards to an inbox is the customer's."""

from __future__ import annotations

import pytest

from regulars.channels.email.actions.take_letters import take_letters
from regulars.channels.email.forwards import forwarded
from regulars.channels.email.letter import Address
from regulars.channels.email.models import Mailbox
from regulars.channels.email.parse import parse
from regulars.channels.email.tests.conftest import a_letter, keep
from regulars.conversations.models import Conversation, Message
from regulars.conversations.recipients import answered_by
from regulars.team.models import Agent

ADA = Address("Ada Moreau", "ada@moreau.example")

GMAIL = """Can you take this?

---------- Forwarded message ---------
From: Ada Moreau <ada@moreau.example>
Date: Tue, 12 May 2026 at 09:41
Subject: Where is my order?
To: <noor@coffee.example>


Hi, order 8841 was due on Tuesday.
"""
GMAIL_DE = """---------- Forwarded message ---------
Von: Ada Moreau <ada@moreau.example>
Date: Di., 12. Mai 2026 um 09:41 Uhr
Subject: Wo bleibt meine Bestellung?
To: <noor@coffee.example>

Hallo!
"""
OUTLOOK = """FYI

________________________________
From: Ada Moreau <ada@moreau.example>
Sent: Tuesday, May 12, 2026 9:41 AM
To: Noor Haddad <noor@coffee.example>
Subject: Where is my order?

Hi, order 8841 was due on Tuesday.
"""
OUTLOOK_FR = """
-----Message d'origine-----
De : Ada Moreau [mailto:ada@moreau.example]
Envoyé : mardi 12 mai 2026 09:41
À : Noor Haddad
Objet : Où est ma commande ?

Bonjour
"""
APPLE = """Please answer her.

Begin forwarded message:

> From: Ada Moreau <ada@moreau.example>
> Subject: Where is my order?
> Date: 12 May 2026 at 09:41:00 CEST
> To: noor@coffee.example
>
> Hi, order 8841 was due on Tuesday.
"""
APPLE_ES = """Inicio del mensaje reenviado:

De: "Ada Moreau" <ada@moreau.example>
Asunto: ¿Dónde está mi pedido?
Fecha: 12 de mayo de 2026, 9:41
Para: noor@coffee.example

Hola
"""
OUTLOOK_JA = """
差出人: Ada Moreau <ada@moreau.example>
送信日時: 2026年5月12日 9:41
宛先: Noor Haddad
件名: 注文について

こんにちは
"""
THUNDERBIRD_IT = """-------- Messaggio Inoltrato --------
Oggetto: Dov'è il mio ordine?
Data: Tue, 12 May 2026 09:41:00 +0200
Mittente: Ada Moreau <ada@moreau.example>
A: noor@coffee.example

Ciao
"""
WRAPPED = GMAIL.replace("Ada Moreau <ada", "Ada Moreau\n<ada")
SAMPLES = [GMAIL, GMAIL_DE, OUTLOOK, OUTLOOK_FR, APPLE, APPLE_ES, OUTLOOK_JA, THUNDERBIRD_IT, WRAPPED]


def from_noor(text: str, *, subject: str = "Fwd: Where is my order?", **headers: str) -> bytes:
    return a_letter(text, sender="Noor Haddad <noor@coffee.example>", subject=subject, **headers)


@pytest.mark.parametrize("text", SAMPLES)
def test_the_author_is_found_as_each_program_writes_it(text: str) -> None:
    found = forwarded(parse(from_noor(text)))
    assert found is not None and found.author == ADA


@pytest.mark.parametrize(
    "text",
    [
        "See you at nine.",
        "From: the roastery\nTo: the shop\nWe need beans.",
        OUTLOOK,  # an answer that quotes, when the subject does not say that it is passed on
        "---------- Forwarded message ---------\nno labels here",
    ],
)
def test_what_is_not_passed_on_is_its_author_s(text: str) -> None:
    assert forwarded(parse(from_noor(text, subject="Re: Where is my order?"))) is None


def test_the_customer_wrote_and_the_agent_passed_it_on(hello: Mailbox, noor: Agent, client: object) -> None:
    keep(from_noor(GMAIL), hello)
    take_letters()
    conversation, message = Conversation.objects.get(), Message.objects.get()
    assert conversation.customer.name == "Ada Moreau" and conversation.subject == "Where is my order?"
    assert (message.author_address, message.agent) == ("ada@moreau.example", noor)
    assert "Can you take this?" in message.visible_text and "order 8841" in message.visible_text
    assert [person["address"] for person in answered_by(conversation)["to"]] == ["ada@moreau.example"]
    client.force_login(noor)
    assert "forwarded by Noor" in client.get(f"/inbox/{conversation.pk}").text


def test_a_letter_that_is_attached_counts_too(hello: Mailbox, noor: Agent) -> None:
    inner = a_letter(
        "Hi, order 8841 was due on Tuesday.", sender="Ada Moreau <ada@moreau.example>", subject="Where is it?"
    )
    border = b"--b\r\nContent-Type: text/plain\r\n\r\nFor you\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n"
    head = b"From: noor@coffee.example\r\nTo: hello@coffee.example\r\nSubject: look\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    keep(head + border + inner + b"\r\n--b--\r\n", hello)
    take_letters()
    message = Message.objects.get()
    assert (message.author_address, message.subject) == ("ada@moreau.example", "Where is it?")
    assert "For you" in message.text and "8841" in message.text and message.attachments.count() == 1


def test_a_customer_who_forwards_speaks_for_nobody_else(hello: Mailbox, noor: Agent) -> None:
    keep(a_letter(GMAIL, sender="Eve <eve@else.example>", subject="Fwd: x"), hello)
    take_letters()
    assert Message.objects.get().author_address == "eve@else.example"


def test_it_never_enters_a_conversation_by_a_name_that_nobody_vouched_for(hello: Mailbox, noor: Agent) -> None:
    keep(a_letter(sender="Ada Moreau <ada@moreau.example>", message_id="<first@moreau.example>"), hello)
    keep(from_noor(GMAIL, references="<first@moreau.example>"), hello)
    take_letters()
    assert Conversation.objects.count() == 2
