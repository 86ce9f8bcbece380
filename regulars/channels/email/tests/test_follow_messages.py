"""When messages go on in a conversation of their own, what answers them by mail arrives there; and where it was, when that is undone."""

from __future__ import annotations

from regulars.channels.email.actions.deliver import deliver
from regulars.channels.email.actions.follow_messages import follow_messages
from regulars.channels.email.models import InboundLetter, Mailbox, SentLetter
from regulars.channels.email.tests.conftest import a_letter
from regulars.channels.email.tests.test_threads import take
from regulars.conversations.actions.begin_aside import begin_aside
from regulars.conversations.actions.reply import reply
from regulars.conversations.actions.split import split
from regulars.conversations.actions.unsplit import unsplit
from regulars.conversations.events import ConversationSplit, ConversationUnsplit
from regulars.conversations.models import Conversation
from regulars.customers.models import TimelineEvent
from regulars.team.models import Agent


def follow(kind: type[ConversationSplit] | type[ConversationUnsplit]) -> None:
    event = TimelineEvent.objects.filter(kind=kind.kind).order_by("-pk")[0]
    follow_messages(kind(**event.facts), customer=event.customer)


def test_letters_are_followed_there_and_back(hello: Mailbox, grace: Agent) -> None:
    first = take(hello, a_letter("The grinder", message_id="<one@example.com>"))
    second = take(hello, a_letter("And the beans", in_reply_to="<one@example.com>", message_id="<two@example.com>"))
    old = first.conversation
    answer = reply(old, by=grace, text="About the beans: Tuesday.")
    deliver()
    ours = SentLetter.objects.get().message_id
    new = split(old, messages=[second.pk, answer.pk], by=grace)
    assert take(hello, a_letter("Fine", in_reply_to=ours)).conversation == new, "our signature names the message"
    follow(ConversationSplit)
    assert take(hello, a_letter("PS", subject="PS", in_reply_to="<two@example.com>")).conversation == new
    assert take(hello, a_letter("And the grinder?", in_reply_to="<one@example.com>")).conversation == old
    assert InboundLetter.objects.get(message_id=second.pk).conversation_id == new.pk
    unsplit(new, by=grace)
    follow(ConversationUnsplit)
    assert take(hello, a_letter("Still there?", in_reply_to="<two@example.com>")).conversation == old
    assert InboundLetter.objects.get(message_id=second.pk).conversation_id == old.pk


def test_whom_we_ask_answers_beside_the_conversation_and_reads_nothing_of_it(hello: Mailbox, grace: Agent) -> None:
    letter = take(hello, a_letter("My secret recipe", message_id="<recipe@example.com>"))
    side = begin_aside(letter.conversation, to="nils@roaster.example", subject="Batch 7", text="Late?", by=grace)
    deliver()
    sent = SentLetter.objects.get()
    assert sent.recipients == ["nils@roaster.example"]
    for secret in (b"recipe", b"example.com>", b"ada@"):
        assert secret not in bytes(sent.raw), "neither words nor ids of the customer"
    back = take(
        hello, a_letter("Yes", sender="Nils <nils@roaster.example>", in_reply_to=sent.message_id, subject="Re: Batch 7")
    )
    assert back.conversation == side
    asked = reply(letter.conversation, by=grace, text="Sorry.")
    deliver()
    to_ada = SentLetter.objects.order_by("-pk")[0]
    assert b"roaster" not in bytes(to_ada.raw) and b"Batch" not in bytes(to_ada.raw)
    assert asked.conversation == letter.conversation
    assert Conversation.objects.filter(side_of=None).count() == 1
