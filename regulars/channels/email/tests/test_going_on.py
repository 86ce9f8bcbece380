"""Where answers go when their conversation was settled long ago, was merged, or is only named."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from regulars.channels.email.actions.deliver import deliver
from regulars.channels.email.actions.take_letters import take_letters
from regulars.channels.email.models import Mailbox, SentLetter
from regulars.channels.email.numbers import numbers_in
from regulars.channels.email.tests.conftest import a_letter, keep
from regulars.conversations.actions.merge import merge
from regulars.conversations.actions.reply import reply
from regulars.conversations.actions.resolve import resolve
from regulars.conversations.actions.unmerge import unmerge
from regulars.conversations.models import Conversation, Message, Suggestion
from regulars.team.models import Agent

FIRST = "<first@example.com>"


def id_of(text: str) -> str:
    return f"<{abs(hash(text))}@example.com>"


def take(mailbox: Mailbox, text: str = "Hi, my grinder has not come yet.", **headers: str) -> Message:
    keep(a_letter(text, message_id=headers.pop("message_id", id_of(text)), **headers), mailbox)
    take_letters()
    return Message.objects.filter(kind="in").latest("pk")


def settled(conversation: Conversation, *, days: int, by: Agent) -> None:
    resolve(conversation, by=by)
    Conversation.objects.filter(pk=conversation.pk).update(resolved_at=timezone.now() - timedelta(days=days))


def test_what_was_settled_lately_opens_again(hello: Mailbox, grace: Agent) -> None:
    first = take(hello, message_id=FIRST).conversation
    settled(first, days=29, by=grace)
    assert take(hello, "Still nothing.", in_reply_to=FIRST).conversation == first


def test_what_was_settled_long_ago_is_followed_by_a_new_conversation(
    hello: Mailbox, grace: Agent, client: object
) -> None:
    old = take(hello, message_id=FIRST).conversation
    settled(old, days=31, by=grace)
    new = take(hello, "It broke.", in_reply_to=FIRST).conversation
    assert new != old and new.follows == old and not Conversation.objects.get(pk=old.pk).is_open
    assert not new.messages.get().is_stranger
    assert take(hello, "And again.", in_reply_to=FIRST).conversation == new  # not a third one
    client.force_login(grace)
    assert f"follows #{old.pk}" in client.get(f"/inbox/{new.pk}").text
    assert f"goes on in #{new.pk}" in client.get(f"/inbox/{old.pk}").text


def test_each_inbox_says_how_long(hello: Mailbox, grace: Agent) -> None:
    hello.inbox.reopen_days = 365
    hello.inbox.save()
    old = take(hello, message_id=FIRST).conversation
    settled(old, days=300, by=grace)
    assert take(hello, "It broke.", in_reply_to=FIRST).conversation == old


def test_an_absence_notice_opens_nothing(hello: Mailbox, grace: Agent) -> None:
    old = take(hello, message_id=FIRST).conversation
    settled(old, days=400, by=grace)
    message = take(hello, "I am away.", in_reply_to=FIRST, auto_submitted="auto-replied")
    assert message.conversation == old and not Conversation.objects.get(pk=old.pk).is_open


def test_answers_to_a_merged_conversation_arrive_where_it_goes_on(hello: Mailbox, grace: Agent) -> None:
    one, two = take(hello, message_id=FIRST).conversation, take(hello, "Another", subject="Beans").conversation
    reply(one, by=grace, text="Soon.")
    deliver()
    answer_to = SentLetter.objects.get().message_id
    merge(one, into=two, by=grace)
    by_alias = take(hello, "By its first letter", in_reply_to=FIRST)
    by_token = take(hello, "By our answer", in_reply_to=answer_to, subject="No subject in common")
    of_the_answer = take(hello, "By the newest", in_reply_to=id_of("By its first letter"))
    assert {each.conversation for each in (by_alias, by_token, of_the_answer)} == {two}
    assert not by_token.is_stranger
    unmerge(one, by=grace)
    assert take(hello, "Now at home", in_reply_to=id_of("By the newest")).conversation == one
    assert one.messages.count() == 6 and two.messages.count() == 1


def test_its_number_in_the_subject_leads_there_for_those_who_take_part(hello: Mailbox) -> None:
    first = take(hello, message_id=FIRST).conversation
    assert take(hello, "About this", subject=f"My case #{first.pk}, please").conversation == first
    stranger = take(hello, "About that", subject=f"Case #{first.pk}", sender="Eve <eve@else.example>").conversation
    assert stranger != first and not Suggestion.objects.exists()


def test_numbers_are_read_as_people_write_them() -> None:
    assert numbers_in("Re: #1042 and (#7)") == [1042, 7]
    assert numbers_in("C#5 &#169; ##8 #0 #12a a#3 /#4") == []


def test_a_colleague_who_names_the_number_is_only_suggested(hello: Mailbox) -> None:
    first = take(hello, sender="Ada <ada@firm.example>", subject="Where is it?").conversation
    new = take(hello, "Me too", subject=f"Case #{first.pk}", sender="Bo <bo@firm.example>").conversation
    assert new != first and new.suggestion.other == first and new.suggestion.reason == "number"


def test_an_id_that_a_stranger_knows_is_only_suggested(hello: Mailbox) -> None:
    first = take(hello, message_id=FIRST).conversation
    new = take(
        hello, "Hello", in_reply_to=FIRST, sender="Eve <eve@else.example>", subject="Something else"
    ).conversation
    assert new != first and new.suggestion.other == first and new.suggestion.reason == "mentioned"


def test_the_same_customer_about_the_same_thing_is_suggested(hello: Mailbox) -> None:
    first = take(hello, message_id=FIRST).conversation
    new = take(hello, "Any news?", subject="Where is my order?").conversation
    assert new != first and new.suggestion.reason == "subject"


def test_an_answer_to_a_letter_never_seen_is_suggested_where_only_one_is_open(hello: Mailbox) -> None:
    first = take(hello, message_id=FIRST).conversation
    new = take(hello, "As I said", subject="Quite another", in_reply_to="<lost@example.com>").conversation
    assert new.suggestion.other == first and new.suggestion.reason == "answer"
    third = take(hello, "As I said too", subject="One more thing", in_reply_to="<gone@example.com>").conversation
    assert not Suggestion.objects.filter(conversation=third).exists()  # two are open: which?


def test_nothing_is_suggested_for_another_matter_or_an_old_one(hello: Mailbox) -> None:
    first = take(hello, message_id=FIRST).conversation
    assert not Suggestion.objects.filter(conversation=take(hello, "Hi", subject="A new thing").conversation).exists()
    Conversation.objects.filter(pk=first.pk).update(last_activity_at=timezone.now() - timedelta(days=91))
    new = take(hello, "Once more", subject="Where is my order?").conversation
    assert not Suggestion.objects.filter(conversation=new, other=first).exists()


def test_the_agent_decides(hello: Mailbox, grace: Agent, client: object) -> None:
    client.force_login(grace)
    first = take(hello, message_id=FIRST).conversation
    new = take(hello, "Any news?", subject="Where is my order?").conversation
    page = client.get(f"/inbox/{new.pk}").text
    assert "Maybe belongs to" in page and "the same customer wrote about the same thing" in page
    client.post(f"/conversations/{new.pk}/not-this")
    assert "Maybe belongs to" not in client.get(f"/inbox/{new.pk}").text
    Suggestion.objects.update(is_refused=False)
    client.post(f"/conversations/{new.pk}/merge", {"into": first.pk})
    assert first.messages.count() == 2 and not Suggestion.objects.exists()
