"""Where a letter belongs: each kind of evidence, and those who would like to get in without any."""

from __future__ import annotations

import pytest

from regulars.channels.email.actions.deliver import deliver
from regulars.channels.email.actions.take_letters import take_letters
from regulars.channels.email.models import InboundLetter, Mailbox, SentLetter
from regulars.channels.email.parse import parse
from regulars.channels.email.tests.conftest import a_letter, a_mailbox, keep
from regulars.conversations.actions.reply import reply
from regulars.conversations.actions.resolve import resolve
from regulars.conversations.models import Conversation, Message
from regulars.team.models import Agent

EVE = "Eve <eve@elsewhere.example>"
BEN = "Ben Okafor <ben@example.com>"


def take(mailbox: Mailbox, content: bytes, **facts: object) -> Message | None:
    """The message that this letter became."""
    letter = keep(content, mailbox, **facts)
    while take_letters():
        pass
    letter.refresh_from_db()
    return Message.objects.get(pk=letter.message_id) if letter.message_id else None


@pytest.fixture
def first(hello: Mailbox) -> Message:
    """Ada's first letter, with Ben in copy."""
    return take(hello, a_letter(message_id="<first@example.com>", cc=BEN))


@pytest.fixture
def answer(first: Message, grace: Agent) -> SentLetter:
    """Grace's answer to it."""
    reply(first.conversation, by=grace, text="It left this morning.")
    deliver()
    return SentLetter.objects.get()


def test_our_message_id_leads_back(hello: Mailbox, first: Message, answer: SentLetter) -> None:
    back = take(hello, a_letter("Thanks!", subject="something else", in_reply_to=answer.message_id))
    assert back.conversation == first.conversation and not back.is_stranger


def test_our_reply_address_leads_back_without_any_header(hello: Mailbox, first: Message, answer: SentLetter) -> None:
    [address] = parse(bytes(answer.raw)).reply_to
    back = take(hello, a_letter("Thanks!", to=address.email, subject=""), envelope_to=address.email.upper())
    assert back.conversation == first.conversation


def test_the_nearest_of_our_ids_wins(hello: Mailbox, first: Message, answer: SentLetter, grace: Agent) -> None:
    other = take(hello, a_letter("Another matter", subject="Beans", message_id="<other@example.com>"))
    reply(other.conversation, by=grace, text="Sure.")
    deliver()
    newest = SentLetter.objects.order_by("-pk")[0]
    back = take(hello, a_letter("Both", references=f"{answer.message_id} {newest.message_id}"))
    assert back.conversation == other.conversation


def test_a_second_letter_to_the_first_belongs_to_it(hello: Mailbox, first: Message) -> None:
    back = take(hello, a_letter("PS: blue, please", subject="PS", in_reply_to="<first@example.com>"))
    assert back.conversation == first.conversation


def test_letters_that_arrive_in_the_wrong_order_come_together(hello: Mailbox) -> None:
    late = take(hello, a_letter("PS", subject="Re: Hi", message_id="<2@x>", references="<0@x> <1@x>"))
    early = take(hello, a_letter("Hi", subject="Hi", message_id="<1@x>"))
    earlier_reply = take(hello, a_letter("And", subject="Re: Hi", message_id="<3@x>", references="<0@x>"))
    assert late.conversation == early.conversation == earlier_reply.conversation


def test_who_was_in_copy_takes_part(hello: Mailbox, first: Message) -> None:
    back = take(hello, a_letter("I can confirm", sender=BEN, subject="whatever", in_reply_to="<first@example.com>"))
    assert back.conversation == first.conversation and not back.is_stranger
    assert back.customer.name == "Ben Okafor" and back.conversation.customer.name == "Ada Moreau"


def test_a_colleague_with_the_same_subject_joins_as_a_visible_stranger(hello: Mailbox, first: Message) -> None:
    letter = a_letter("Me too", sender=EVE, subject="AW: Where is my order?", in_reply_to="<first@example.com>")
    back = take(hello, letter)
    assert back.conversation == first.conversation and back.is_stranger
    assert (back.customer.name, back.author_address) == ("Eve", "eve@elsewhere.example")


def test_a_stranger_who_knows_only_an_id_gets_a_conversation_of_their_own(hello: Mailbox, first: Message) -> None:
    back = take(hello, a_letter("Pay here", sender=EVE, subject="Invoice", in_reply_to="<first@example.com>"))
    assert back.conversation != first.conversation


def test_a_stranger_with_our_signed_id_is_shown_as_one(hello: Mailbox, first: Message, answer: SentLetter) -> None:
    back = take(hello, a_letter("I am Ada, really", sender=EVE, in_reply_to=answer.message_id))
    assert back.conversation == first.conversation and back.is_stranger and back.customer.name == "Eve"


def test_a_forged_signature_is_worth_nothing(hello: Mailbox, first: Message, answer: SentLetter) -> None:
    forged = answer.message_id.replace(answer.message_id.split(".")[2][:6], "aaaaaa")
    address = f"hello+c{first.conversation_id}.{'a' * 20}@coffee.example"
    letter = a_letter("Hi", sender=EVE, subject="Invoice", to=address, in_reply_to=forged)
    assert take(hello, letter, envelope_to=address).conversation != first.conversation


def test_the_number_in_the_subject_opens_no_door(hello: Mailbox, first: Message) -> None:
    letter = a_letter("Hi", sender=EVE, subject=f"Re: [#{first.conversation_id}] Where is my order?")
    assert take(hello, letter).conversation != first.conversation


def test_reply_to_is_no_identity(hello: Mailbox, first: Message) -> None:
    back = take(hello, a_letter("Hi", sender=EVE, reply_to="ada@example.com"))
    assert back.customer.name == "Eve" and back.conversation != first.conversation


def test_an_id_used_again_by_somebody_else_is_another_letter(hello: Mailbox, first: Message) -> None:
    back = take(hello, a_letter("Something else", sender=EVE, message_id="<first@example.com>"))
    assert back.conversation != first.conversation


def test_an_id_used_again_for_other_words_is_not_lost(hello: Mailbox, first: Message) -> None:
    back = take(hello, a_letter("A correction", message_id="<first@example.com>"))
    assert back.conversation == first.conversation and back.visible_text == "A correction"


def test_the_same_letter_by_another_path_is_one(hello: Mailbox, first: Message) -> None:
    content = a_letter(message_id="<first@example.com>", cc=BEN)
    assert take(hello, b"Received: from elsewhere\r\nX-Spam-Score: 1\r\n" + content) == first
    assert InboundLetter.objects.order_by("-pk")[0].reason == "twin"
    assert Message.objects.count() == 1


def test_the_same_bytes_again_are_not_even_written_down(hello: Mailbox, first: Message) -> None:
    take(hello, a_letter(message_id="<first@example.com>", cc=BEN))
    assert InboundLetter.objects.count() == 1


def test_a_letter_to_two_inboxes_is_one_conversation_in_each(hello: Mailbox, grace: Agent) -> None:
    sales = a_mailbox("sales@coffee.example", inbox="Sales")
    content = a_letter("Both of you", to="hello@coffee.example, sales@coffee.example", message_id="<both@example.com>")
    in_hello, in_sales = take(hello, content), take(sales, content)
    assert in_hello.conversation != in_sales.conversation
    reply(in_hello.conversation, by=grace, text="Yes.")
    deliver()
    back = a_letter(
        "Thanks",
        to="hello@coffee.example, sales@coffee.example",
        references=f"<both@example.com> {SentLetter.objects.get().message_id}",
    )
    assert take(hello, back).conversation == in_hello.conversation
    assert take(sales, back).conversation == in_sales.conversation


def test_an_answer_sent_to_our_other_address_still_finds_its_conversation(
    hello: Mailbox, first: Message, answer: SentLetter
) -> None:
    sales = a_mailbox("sales@coffee.example", inbox="Sales")
    back = take(sales, a_letter("Thanks", to="sales@coffee.example", in_reply_to=answer.message_id))
    assert back.conversation == first.conversation


def test_an_automatic_answer_reopens_nothing(hello: Mailbox, first: Message, answer: SentLetter, grace: Agent) -> None:
    resolve(first.conversation, by=grace)
    letter = a_letter("I am away", in_reply_to=answer.message_id, auto_submitted="auto-replied")
    assert take(hello, letter).is_automatic
    assert Conversation.objects.get().status == "resolved"
    take(hello, a_letter("Back again", in_reply_to=answer.message_id))
    assert Conversation.objects.get().status == "open"


def test_our_own_letter_that_comes_back_answers_nothing(hello: Mailbox, answer: SentLetter) -> None:
    assert take(hello, bytes(answer.raw)) is None
    letter = InboundLetter.objects.order_by("-pk")[0]
    assert (letter.state, letter.reason) == ("done", "ours")


def test_a_form_on_our_website_is_from_whom_it_names(hello: Mailbox) -> None:
    letter = a_letter("Via the form", sender="Shop <hello@coffee.example>", reply_to="Eve <eve@elsewhere.example>")
    assert take(hello, letter).customer.name == "Eve"


def test_people_who_write_to_our_group_are_people(hello: Mailbox) -> None:
    group = {"list_id": "<hello.coffee.example>", "list_post": "<mailto:hello@coffee.example>", "precedence": "list"}
    assert not take(hello, a_letter("Hi", **group)).is_automatic
    other = {"list_id": "<news.example.com>", "list_post": "<mailto:news@example.com>", "precedence": "list"}
    assert take(hello, a_letter("News!", **other)).is_automatic


def test_letters_of_one_thread_that_are_taken_together_find_each_other(hello: Mailbox) -> None:
    keep(a_letter("Who mentions it first", references="<never@example.com>", message_id="<one@example.com>"), hello)
    keep(a_letter("Who answers that", in_reply_to="<one@example.com>", message_id="<two@example.com>"), hello)
    keep(a_letter("Who answers what nobody saw", in_reply_to="<never@example.com>"), hello)
    assert take_letters() == 3
    assert Conversation.objects.get().last_position == 3
