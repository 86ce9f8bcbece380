"""Kinds of support: set by hand and by rule, answered by a team, asking for a skill."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from regulars.conversations.actions.remove_topic import remove_topic
from regulars.conversations.actions.save_topic import save_topic
from regulars.conversations.actions.set_topic import set_topic
from regulars.conversations.fields import CONVERSATION_FIELDS
from regulars.conversations.models import Conversation, Topic
from regulars.customers.models import TimelineEvent
from regulars.lib.conditions import holds
from regulars.routing.actions.give_out import give_out
from regulars.routing.actions.route import route
from regulars.routing.models import RoutingDecision
from regulars.routing.tests.floor import at_the_desk, knows
from regulars.team.models import AuditEntry, Team
from tests.cast import a_conversation


@pytest.fixture
def technical(beans, grace) -> Topic:
    return save_topic(None, name="Technical", team=beans, skill="espresso", by=grace)


def now(conversation):
    return Conversation.objects.select_related("topic", "team").get(pk=conversation.pk)


def test_set_topic_changes_records_and_is_harmless_twice(ada, noor, technical, beans):
    conversation = a_conversation(ada)
    for _ in range(2):
        set_topic(conversation, topic=technical, by=noor)
    assert (now(conversation).topic, now(conversation).team) == (technical, beans)
    assert TimelineEvent.objects.filter(kind="conversation.topic_set").count() == 1
    set_topic(conversation, topic=None, by=noor)
    assert now(conversation).topic is None and now(conversation).team == beans


def test_what_is_somebodys_stays_theirs(ada, noor, technical):
    conversation = a_conversation(ada, assignee=noor)
    set_topic(conversation, topic=technical, by=noor)
    assert now(conversation).assignee == noor and now(conversation).team is None


def test_only_the_able_are_given_it_and_the_ablest_first(ada, noor, tomas, grace, technical, beans):
    beans.members.add(tomas, grace)
    at_the_desk(noor, tomas, grace)
    knows(tomas, espresso=2), knows(grace, espresso=5)
    conversation = a_conversation(ada)
    set_topic(conversation, topic=technical, by=noor)
    give_out(Team.objects.get(pk=beans.pk))
    assert now(conversation).assignee == grace
    assert {each["name"]: each["why"] for each in RoutingDecision.objects.get().considered}["Noor Haddad"] == "skill"


def test_save_topic_refuses_a_name_twice_and_an_empty_one(grace, technical):
    for name in (" technical ", "  "):
        with pytest.raises(ValidationError) as refused:
            save_topic(None, name=name, team=None, by=grace)
        assert [*refused.value.message_dict] == ["name"]
    save_topic(technical, name="Technical", team=technical.team, skill="Espresso", by=grace)
    assert Topic.objects.count() == 1 and AuditEntry.objects.filter(action__startswith="topic").count() == 1


def test_remove_topic_leaves_conversations_without_one_and_is_harmless_twice(ada, noor, grace, technical):
    conversation = a_conversation(ada)
    set_topic(conversation, topic=technical, by=noor)
    remove_topic(technical, by=grace), remove_topic(Topic(pk=technical.pk), by=grace)
    assert now(conversation).topic is None and AuditEntry.objects.filter(action="topic.removed").count() == 1


def test_route_puts_into_the_queue_of_the_topic_or_says_what_is_missing(ada, noor, technical, beans):
    conversation = a_conversation(ada, assignee=noor)
    with pytest.raises(ValidationError) as refused:
        route(conversation, by=noor)
    assert [*refused.value.message_dict] == ["team"]
    set_topic(conversation, topic=technical, by=noor)
    for _ in range(2):
        route(conversation, by=noor)
    assert (now(conversation).assignee, now(conversation).team) == (None, beans)


def test_conditions_may_ask_for_topic_and_level(ada, noor, technical, beans):
    conversation = a_conversation(ada)
    tree = {"all": [{"field": "topic", "is": technical.pk}, {"field": "team level", "is": "L1"}]}
    assert not holds(tree, conversation, CONVERSATION_FIELDS, now=timezone.now())
    set_topic(conversation, topic=technical, by=noor)
    assert holds(tree, conversation, CONVERSATION_FIELDS, now=timezone.now())


def test_the_pages_keep_list_and_take_away(client, grace, noor, beans):
    client.force_login(grace)
    assert b"No topic yet" in client.get("/settings/topics").content
    assert client.post("/settings/topics/new", {"name": ""}).status_code == 422
    assert client.post("/settings/topics/new", {"name": "Billing", "team": beans.pk, "skill": ""}).status_code == 302
    topic = Topic.objects.get()
    assert (
        b"Billing" in client.get("/settings/topics").content
        and client.get(f"/settings/topics/{topic.pk}").status_code == 200
    )
    assert client.post(f"/settings/topics/{topic.pk}", {"name": "x" * 65}).status_code == 422
    client.post(f"/settings/topics/{topic.pk}/remove")
    assert not Topic.objects.exists()
    client.force_login(noor)
    assert client.get("/settings/topics").status_code == 403


def test_the_head_shows_the_topic_and_the_list_can_be_narrowed_to_it(client, ada, ben, noor, technical):
    conversation, other = a_conversation(ada), a_conversation(ben)
    client.force_login(noor)
    assert (
        client.post(
            f"/conversations/{conversation.pk}/topic", {"topic": technical.pk}, HTTP_HX_REQUEST="true"
        ).status_code
        == 204
    )
    assert "Technical" in client.get(f"/inbox/{conversation.pk}").content.decode()
    rows = client.get(f"/inbox?topic={technical.pk}").content.decode()
    assert f"row-{conversation.pk}" in rows and f"row-{other.pk}" not in rows


def test_a_house_begins_with_the_usual_topics_once(client, grace, db):
    client.force_login(grace)
    assert "/settings/topics/usual" in client.get("/settings/topics").content.decode()
    for _ in range(2):
        assert client.post("/settings/topics/usual").status_code == 302
    assert [*Topic.objects.values_list("name", flat=True)] == ["Account", "Billing", "Product", "Technical"]
    assert AuditEntry.objects.filter(action="topic.added").count() == 4
