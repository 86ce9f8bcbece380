"""One mailbox, several addresses: letters to each arrive, and answers leave from the one that was written to."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage

from regulars.channels.email.actions.deliver import deliver
from regulars.channels.email.actions.take_letters import take_letters
from regulars.channels.email.directory import Directory
from regulars.channels.email.forms import MailboxForm
from regulars.channels.email.models import Mailbox, SentLetter
from regulars.channels.email.tests.conftest import a_letter, a_mailbox, door, keep, send
from regulars.conversations.actions.reply import reply
from regulars.conversations.models import Conversation, Message
from regulars.team.models import Agent

__all__ = ["door"]


def answered(mailbox: Mailbox, grace: Agent, **headers: str) -> EmailMessage:
    keep(a_letter(**headers), mailbox)
    take_letters()
    reply(Conversation.objects.latest("pk"), by=grace, text="Yes.")
    deliver()
    return message_from_bytes(bytes(SentLetter.objects.latest("pk").raw), policy=policy.default)


def test_the_answer_leaves_from_the_address_that_was_written_to(grace: Agent, db: None) -> None:
    mailbox = a_mailbox("hello@coffee.example", aliases=["orders@coffee.example"])
    letter = answered(mailbox, grace, to="orders@coffee.example")
    assert "<orders@coffee.example>" in letter["From"] and "orders+c" in letter["Reply-To"]
    assert "orders@" not in letter["To"]
    assert (
        "<hello@coffee.example>"
        in answered(mailbox, grace, to="hello@coffee.example", message_id="<2@x.example>")["From"]
    )


def test_the_house_s_signature_stands_below_the_agent_s(grace: Agent, db: None) -> None:
    letter = answered(a_mailbox("hello@coffee.example", signature="Kettle & Crumb Ltd, Canal Street 4"), grace)
    text = letter.get_body(("plain",)).get_content()
    assert text.index("Grace Linden") < text.index("Kettle & Crumb Ltd") < text.rindex("wrote:")
    assert "Kettle &amp; Crumb Ltd" in letter.get_body(("html",)).get_content()


def test_our_own_door_takes_letters_to_all_of_them(door: int, transactional_db: None) -> None:
    a_mailbox("hello@coffee.example", aliases=["orders@coffee.example"])
    send(door, a_letter(to="orders@coffee.example"), to="orders@coffee.example")
    take_letters()
    assert Message.objects.get().recipients["to"][0]["is_ours"]
    assert Directory.load().find("orders+x@coffee.example")


def test_an_address_leads_into_one_mailbox_only(hello: Mailbox, inbox: object) -> None:
    a_mailbox("shop@coffee.example", inbox="Shop", aliases=["orders@coffee.example"])
    given = {"address": "new@coffee.example", "inbox": inbox.pk, "aliases": "Orders@coffee.example", "folders": "INBOX"}
    form = MailboxForm(given)
    assert "orders@coffee.example leads into another mailbox" in str(form.errors["aliases"])
    assert "aliases" in MailboxForm({**given, "aliases": "no address"}).errors
    assert "address" in MailboxForm({**given, "address": "orders@coffee.example", "aliases": ""}).errors
