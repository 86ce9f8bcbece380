"""The whole way: a letter in, an answer out, and the customer's answer to it."""

from __future__ import annotations

from email import message_from_bytes, policy

from regulars.channels.email.actions.deliver import deliver
from regulars.channels.email.actions.take_letters import take_letters
from regulars.channels.email.models import InboundLetter, Mailbox, SentLetter
from regulars.channels.email.tests.conftest import a_letter, send
from regulars.conversations.actions.reply import reply
from regulars.conversations.models import Conversation, Message
from regulars.team.models import Agent


def test_a_letter_is_answered_and_the_answer_to_that_finds_its_way(door: int, hello: Mailbox, grace: Agent) -> None:
    send(door, a_letter(message_id="<first@example.com>"))
    assert InboundLetter.objects.get().state == "received"
    assert take_letters() == 1
    conversation = Conversation.objects.get()
    assert (conversation.subject, conversation.customer.name) == ("Where is my order?", "Ada Moreau")

    answer = reply(conversation, by=grace, text="It left this morning.")
    assert deliver() == 1 and deliver() == 0
    answer.refresh_from_db()
    assert answer.state == Message.State.SENT
    sent = message_from_bytes(bytes(SentLetter.objects.get().raw), policy=policy.default)
    assert sent["In-Reply-To"] == sent["References"] == "<first@example.com>"
    assert sent["Subject"] == "Re: Where is my order?"
    assert sent["From"] == "Grace at Kettle & Crumb <hello@coffee.example>"
    assert sent["To"] == "Ada Moreau <ada@example.com>"
    assert "It left this morning." in sent.get_body(("plain",)).get_content()
    assert "> Hi, my grinder has not come yet." in sent.get_body(("plain",)).get_content()

    send(door, a_letter("It is here!", subject="another subject", in_reply_to=sent["Message-ID"]))
    assert take_letters() == 1 and take_letters() == 0
    assert [message.visible_text for message in conversation.messages.filter(kind="in").order_by("position")] == [
        "Hi, my grinder has not come yet.",
        "It is here!",
    ]
    assert not conversation.messages.filter(is_stranger=True).exists()
