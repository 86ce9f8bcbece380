"""Asking somebody else about a conversation: they answer beside it, and neither side reads what is not meant for it."""

import re

import pytest
from django.core.exceptions import ValidationError

from regulars.conversations import queries
from regulars.conversations.actions.begin_aside import begin_aside
from regulars.conversations.actions.mark_read import mark_read
from regulars.conversations.actions.merge import merge
from regulars.conversations.actions.note import note
from regulars.conversations.actions.reply import reply
from regulars.conversations.actions.resolve import resolve
from regulars.conversations.actions.snooze import snooze
from regulars.conversations.asides import asides_of
from regulars.conversations.found import found_by
from regulars.conversations.models import Attachment, Conversation, Message
from regulars.customers.actions.identify import identify
from regulars.customers.models import TimelineEvent
from tests.cast import a_conversation, letter_from

pytestmark = pytest.mark.django_db

QUESTION = {"to": "Nils <orders@roaster.example>", "subject": "Batch 7", "text": "Was it roasted late?"}


@pytest.fixture
def parent(grace, ada):
    return a_conversation(ada, "The beans are stale.", assignee=grace)


@pytest.fixture
def side(grace, parent):
    return begin_aside(parent, **QUESTION, by=grace)


def answered(side, text="Yes, on Tuesday."):
    nils = identify("email", "orders@roaster.example", channel="email")
    return letter_from(nils, text, conversation=side)


def kinds(conversation):
    return list(
        TimelineEvent.objects.filter(about=f"conversation:{conversation.pk}")
        .order_by("pk")
        .values_list("kind", flat=True)
    )


def test_they_are_asked_by_mail_and_stand_in_no_list(grace, parent, side):
    parent.refresh_from_db()
    question = side.messages.get()
    assert (side.side_of, side.inbox, parent.side_count) == (parent, parent.inbox, 1)
    assert question.recipients["to"][0]["address"] == "orders@roaster.example"
    assert "stale" not in question.text, "nothing of the customer's that was not chosen"
    assert kinds(parent)[-1] == "aside.begun"
    assert [each.pk for each in queries.page(queries.Choice(), agent=grace)[0]] == [parent.pk]


def test_what_is_chosen_goes_along_and_no_note_ever(grace, parent):
    letter = parent.messages.get()
    picture = Attachment.objects.create(
        message=letter, name="bag.jpg", content_type="image/jpeg", size=3, sha256="0" * 64
    )
    secret = note(parent, text="They are difficult.", by=grace)
    with pytest.raises(ValidationError):
        begin_aside(parent, **QUESTION, quotes=[secret.pk], by=grace)
    side = begin_aside(parent, **QUESTION, quotes=[letter.pk], files=[picture.pk], by=grace)
    question = side.messages.get()
    assert "> The beans are stale." in question.text
    assert [file.sha256 for file in question.attachments.all()] == [picture.sha256]
    assert letter.attachments.get() == picture, "the customer's letter keeps its own"


def test_an_answer_tells_the_parent_and_says_nothing_in_it(grace, parent, side):
    mark_read(parent, by=grace)
    snooze(parent, by=grace)
    answered(side)
    parent.refresh_from_db()
    side.refresh_from_db()
    assert parent.is_open
    row = queries.page(queries.Choice(), agent=grace)[0][0]
    assert row.inbound_position > row.read_position, "unread again"
    assert kinds(parent)[-2:] == ["conversation.woken", "aside.answered"]
    assert not parent.messages.filter(text__contains="Tuesday").exists()
    assert side.waiting_since is None, "whom we ask does not wait for us"


def test_an_answer_to_the_customer_goes_to_the_customer_alone(grace, parent, side):
    answered(side)
    to_customer = reply(parent, text="It was roasted late, sorry.", by=grace)
    to_roaster = reply(side, text="Thanks.", by=grace)
    assert "roaster.example" not in str(to_customer.recipients)
    assert {each["address"] for each in to_roaster.recipients["to"]} == {"orders@roaster.example"}


def test_search_finds_what_they_said(grace, parent, side):
    answered(side)
    found, _behind = found_by("Tuesday", queries.Choice(), agent=grace)
    assert [each.pk for each in found] == [side.pk]


def test_whoever_takes_part_is_not_asked_behind_the_own_back(grace, ada, parent):
    with pytest.raises(ValidationError, match="takes part"):
        begin_aside(parent, **QUESTION | {"to": ada.identities.first().value}, by=grace)
    for missing in ("to", "subject", "text"):
        with pytest.raises(ValidationError):
            begin_aside(parent, **QUESTION | {missing: " "}, by=grace)
    assert Conversation.objects.count() == 1


def test_it_is_settled_with_the_parent_or_before_it(grace, parent, side):
    resolve(side, by=grace)
    parent.refresh_from_db()
    assert parent.is_open
    second = begin_aside(parent, **QUESTION, by=grace)
    resolve(parent, by=grace)
    second.refresh_from_db()
    assert second.is_resolved
    answered(second, "One more thing.")
    parent.refresh_from_db()
    assert parent.is_open, "what was settled too early is open again"


def test_it_stays_apart_when_conversations_become_one(grace, ada, parent, side):
    other = a_conversation(ada)
    with pytest.raises(ValidationError):
        merge(side, into=other, by=grace)
    merge(parent, into=other, by=grace)
    assert list(asides_of(other)) == [side]
    answered(side)
    assert kinds(other)[-1] == "aside.answered"
    assert Message.objects.filter(conversation=other, text__contains="Tuesday").count() == 0


def test_the_page_shows_what_they_said(client, grace, parent, side):
    client.force_login(grace)
    answered(side)
    fragment = client.get(f"/conversations/{parent.pk}/asides").text
    assert "Yes, on Tuesday." in fragment and "answered" in fragment
    asked = client.post(f"/conversations/{parent.pk}/ask", QUESTION | {"to": "nobody"}, headers={"HX-Request": "true"})
    assert asked.status_code == 422 and "e-mail address" in asked.text


def test_nobody_answers_them_past_somebody_else_and_nothing_twice(client, grace, noor, parent, side):
    client.force_login(noor)
    fragment = client.get(f"/conversations/{parent.pk}/asides").text
    card = dict(re.findall(r'name="(client_key|if_last_position)" value="([^"]+)"', fragment))
    quick = {"kind": "reply", "text": "Which Tuesday?", **card}
    answered(side)
    write = f"/conversations/{side.pk}/write"
    assert client.post(write, quick, headers={"HX-Request": "true"}).status_code == 422
    for _click in range(2):
        assert client.post(write, quick | {"if_last_position": "2"}, headers={"HX-Request": "true"}).status_code == 204
    assert side.messages.filter(text="Which Tuesday?").count() == 1
    for _click in range(2):
        client.post(f"/conversations/{parent.pk}/ask", QUESTION | {"client_key": "k1"})
    assert parent.sides.count() == 2
