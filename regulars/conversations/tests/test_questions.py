"""Questions answer as the query sets do that they were composed of."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from regulars.conversations import questions
from regulars.conversations.actions.note import note
from regulars.conversations.actions.resolve import resolve
from regulars.conversations.models import Conversation, Message
from regulars.conversations.queries import shown
from regulars.lib.question import Among, Question, hand_out
from tests.cast import a_conversation


def test_it_finds_the_same_objects_with_relations_and_annotations(ada, noor):
    conversation = a_conversation(ada, "kettle")
    asked = Question(
        lambda number, agent: shown(Conversation.objects.visible_to(agent), agent=agent).filter(pk=number),
        number=int,
        agent=int,
    )
    expected = shown(Conversation.objects.visible_to(noor), agent=noor).get(pk=conversation.pk)
    for _time in range(3):
        (found,) = asked(number=conversation.pk, agent=noor.pk)
        assert found == expected and found.read_position == expected.read_position
        with CaptureQueriesContext(connection) as heard:
            assert found.customer == ada
        assert not heard.captured_queries


def test_what_was_not_asked_for_is_fetched_when_it_is_needed_and_what_is_found_can_be_saved(ada, noor):
    conversation = a_conversation(ada, subject="A kettle", assignee=noor)
    asked = Question(
        lambda number: (
            Conversation.objects.filter(pk=number)
            .select_related("assignee", "team")
            .only("subject", "assignee__name", "team__name")
        ),
        number=int,
    )
    found = asked.first(number=conversation.pk)
    assert found.get_deferred_fields() >= {"channel", "tags"} and found.subject == "A kettle"
    with CaptureQueriesContext(connection) as heard:
        assert found.assignee == noor and found.assignee.name == noor.name and found.team is None
    assert not heard.captured_queries
    assert found.channel == conversation.channel and found.assignee.email == noor.email
    found.subject = "A grinder"
    found.save()
    assert Conversation.objects.get(pk=conversation.pk).subject == "A grinder"


def test_each_asking_has_its_own_values(ada, noor):
    first, second = a_conversation(ada, "kettle"), a_conversation(ada, "mug")
    asked = Question(lambda number: Conversation.objects.filter(pk=number), number=int)
    assert [asked.first(number=each.pk) for each in (first, second, first)] == [first, second, first]
    assert asked.first(number=0) is None


def test_constants_are_written_out_whatever_they_hold(ada, noor):
    conversation = a_conversation(ada, subject="100 %s of 'it' \\ %%")
    subject = Conversation.objects.get(pk=conversation.pk).subject
    asked = Question(lambda since: Conversation.objects.filter(subject=subject, created_at__gte=since), since=datetime)
    assert asked(since=conversation.created_at) == [conversation]
    assert Question(lambda: Conversation.objects.filter(subject=subject))() == [conversation]


def test_a_list_may_be_given(ada, noor):
    several = [a_conversation(ada, word) for word in ("kettle", "mug", "tray")]
    asked = Question(lambda numbers: Conversation.objects.filter(Among("pk", numbers)).order_by("pk"), numbers=list)
    assert asked(numbers=[several[0].pk, several[2].pk, 0]) == [several[0], several[2]]
    assert asked(numbers=[]) == []


def test_a_name_that_was_not_given_is_an_error(ada):
    with pytest.raises(KeyError):
        Question(lambda number: Conversation.objects.filter(pk=number), number=int)(nummer=3)


def test_rows_are_handed_out_to_whom_they_belong(ada, noor):
    conversation, empty = a_conversation(ada, "kettle"), Conversation(pk=0)
    hand_out(
        Message.objects.filter(conversation=conversation), [conversation, empty], name="messages", by="conversation_id"
    )
    assert [each.pk for each in conversation.messages.all()] and list(empty.messages.all()) == []


def test_a_page_asks_what_the_query_sets_would(ada, noor):
    conversation = a_conversation(ada, "kettle")
    note(conversation, by=noor, text="She called, too.")
    resolve(conversation, by=noor)
    found = questions.the_conversation(conversation.pk, agent=noor)
    assert questions.newest_messages(found) == list(found.messages.order_by("position"))
    assert questions.newest_events(found) == list(questions.events_of(found).order_by("-pk"))
    assert [each.kind for each in questions.newest_events(found)] == ["conversation.resolved", "conversation.opened"]


def test_who_has_left_is_shown_nothing(ada, noor):
    conversation = a_conversation(ada, "kettle")
    noor.is_active = False
    noor.save()
    assert questions.the_conversation(conversation.pk, agent=noor) is None
