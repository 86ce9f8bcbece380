"""Nobody answers past somebody else: what came since the writer looked stops the answer, and loses nothing."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from regulars.conversations.actions.note import note
from regulars.conversations.actions.reply import reply
from regulars.conversations.actions.split import split
from regulars.conversations.models import Draft, Message
from regulars.team.models import Agent
from tests.cast import a_conversation, letter_from

ASKS_JSON = {"Accept": "application/json"}


@pytest.fixture
def desk(client: Client, noor: Agent) -> Client:
    client.force_login(noor)
    return client


def write(desk: Client, conversation, **form: str):
    facts = {"kind": "reply", "html": "<p>It is on its way.</p>", **form}
    return desk.post(f"/conversations/{conversation.pk}/write", facts, headers=ASKS_JSON)


def test_an_answer_to_an_older_letter_is_not_sent(ada, noor):
    conversation = a_conversation(ada)
    letter_from(ada, "Forget it, it has come.", conversation=conversation)
    with pytest.raises(ValidationError) as refused:
        reply(conversation, by=noor, text="It left today.", if_last_position=1)
    assert refused.value.error_dict["if_last_position"][0].code == "outdated"
    assert "Forget it, it has come." in str(refused.value)
    assert not conversation.messages.filter(kind=Message.Kind.OUT).exists()


def test_two_agents_at_one_letter_are_one_answer(ada, noor, tomas):
    conversation = a_conversation(ada)
    reply(conversation, by=noor, text="It left today.", if_last_position=1)
    with pytest.raises(ValidationError, match="Noor"):
        reply(conversation, by=tomas, text="I shall look.", if_last_position=1)
    assert conversation.messages.filter(kind=Message.Kind.OUT).count() == 1


def test_what_nobody_waits_for_stops_nothing(ada, noor, tomas):
    conversation = a_conversation(ada)
    note(conversation, by=tomas, text="She is kind.")
    letter_from(ada, "I am away.", conversation=conversation, is_automatic=True)
    assert reply(conversation, by=noor, text="It left today.", if_last_position=1).position == 4


def test_the_same_answer_again_is_the_one_that_was_sent(ada, noor):
    conversation = a_conversation(ada)
    sent = reply(conversation, by=noor, text="Yes", client_key="k", if_last_position=1)
    letter_from(ada, "Thanks", conversation=conversation)
    assert reply(conversation, by=noor, text="Yes", client_key="k", if_last_position=1) == sent


def test_the_page_keeps_the_words_and_can_send_them_all_the_same(desk, ada):
    conversation = a_conversation(ada)
    letter_from(ada, "One more thing", conversation=conversation)
    answer = write(desk, conversation, if_last_position="1")
    assert answer.status_code == 422 and "One more thing" in answer.json()["errors"]["if_last_position"][0]
    assert write(desk, conversation, if_last_position="2").status_code == 204


def test_a_page_without_a_script_finds_its_words_in_the_composer(desk, ada, noor):
    conversation = a_conversation(ada)
    letter_from(ada, "One more thing", conversation=conversation)
    desk.post(
        f"/conversations/{conversation.pk}/write", {"kind": "reply", "text": "On its way", "if_last_position": "1"}
    )
    assert Draft.objects.get(agent=noor).html == "<p>On its way</p>"
    assert 'name="if_last_position" value="2"' in desk.get(f"/inbox/{conversation.pk}").content.decode()


def test_a_place_that_nothing_filled_does_not_leave_unseen(desk, ada):
    conversation = a_conversation(ada)
    answer = write(desk, conversation, html="<p>Hello {{customer.company}}</p>")
    assert answer.status_code == 422 and "{{customer.company}}" in answer.json()["errors"]["gaps"][0]
    assert write(desk, conversation, html="<p>Write {{name}} there</p>", with_gaps="1").status_code == 204


def test_who_does_not_know_that_messages_were_taken_out_answers_nothing(ada, noor, tomas):
    conversation = a_conversation(ada, "One", "Two", "Three")
    split(conversation, messages=[conversation.messages.get(text="Two").pk], by=tomas)
    letter_from(ada, "Four", conversation=conversation)
    reply(conversation, by=tomas, text="Tomas says", if_last_position=3)
    conversation.messages.filter(kind=Message.Kind.OUT).delete()
    with pytest.raises(ValidationError, match="taken out"):
        reply(conversation, by=noor, text="Noor says", if_last_position=5)


def test_an_answer_that_is_sent_again_settles_nothing_that_came_meanwhile(desk, ada):
    conversation, answer = a_conversation(ada), {"client_key": "k1", "resolve": "1"}
    assert write(desk, conversation, **answer).status_code == 204
    letter_from(ada, "It is broken again.", conversation=conversation)
    assert write(desk, conversation, **answer).status_code == 204
    conversation.refresh_from_db()
    assert conversation.is_open and conversation.waiting_since and conversation.messages.count() == 3
