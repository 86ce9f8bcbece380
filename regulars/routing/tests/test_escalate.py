"""Up the levels of support, by hand and by rule, never without a note."""

import pytest
from django.core.exceptions import ValidationError

from regulars.conversations.models import Conversation, Message, Topic
from regulars.customers.actor import Actor
from regulars.customers.models import TimelineEvent
from regulars.customers.telling import told
from regulars.routing.actions.escalate import escalate
from regulars.team.models import Team
from tests.cast import a_conversation


@pytest.fixture
def roasters(db) -> Team:
    return Team.objects.create(name="Roasters", level=2)


@pytest.fixture
def engineers(db) -> Team:
    return Team.objects.create(name="Engineers", level=3)


def now(conversation):
    return Conversation.objects.get(pk=conversation.pk)


def test_escalate_goes_to_the_next_level_as_nobodys_with_the_note(ada, noor, beans, roasters, engineers):
    conversation = a_conversation(ada, assignee=noor, team=beans)
    escalate(conversation, note="Descaled twice; still no steam.", by=noor)
    assert (now(conversation).team, now(conversation).assignee) == (roasters, None)
    assert Message.objects.get(kind="note").text == "Descaled twice; still no steam."
    event = TimelineEvent.objects.get(kind="conversation.escalated")
    assert told([event])[0].sentence == "Noor Haddad escalated this to Roasters" and event.facts["level"] == "L2"


def test_from_there_to_the_one_above_and_then_no_further(ada, noor, roasters, engineers):
    conversation = a_conversation(ada, team=roasters)
    escalate(conversation, note="Needs a new board.", by=noor)
    assert now(conversation).team == engineers
    with pytest.raises(ValidationError, match="No team"):
        escalate(now(conversation), note="And now?", by=noor)


def test_the_topics_own_team_comes_before_others_of_its_level(ada, noor, beans, roasters):
    second = Team.objects.create(name="Zebras", level=2)
    topic = Topic.objects.create(name="Technical", team=second)
    conversation = a_conversation(ada, assignee=noor, team=beans)
    Conversation.objects.filter(pk=conversation.pk).update(topic=topic)
    escalate(conversation, note="One for the zebras.", level="L2", by=Actor("rule", 3, "Up"))
    assert now(conversation).team == second


@pytest.mark.parametrize(
    ("words", "field"),
    [({"note": "  "}, "note"), ({"note": "x", "level": "L9"}, "level"), ({"note": "x", "level": "L3"}, "level")],
)
def test_escalate_refuses_by_name_and_changes_nothing(words, field, ada, noor, beans, roasters):
    conversation = a_conversation(ada, assignee=noor, team=beans)
    with pytest.raises(ValidationError) as refused:
        escalate(conversation, **words, by=noor)
    assert [*refused.value.message_dict] == [field] and now(conversation).assignee == noor
    assert not Message.objects.filter(kind="note").exists()


def test_escalate_is_harmless_twice(ada, noor, beans, roasters):
    conversation = a_conversation(ada, team=beans)
    for _ in range(2):
        escalate(conversation, note="Once is enough.", level="L2", by=noor)
    assert Message.objects.filter(kind="note").count() == 1


def test_the_menu_asks_for_the_note_and_hands_over(client, ada, noor, beans, roasters):
    conversation = a_conversation(ada, team=beans)
    client.force_login(noor)
    page = f"/conversations/{conversation.pk}/escalate"
    assert b"L2" in client.get(page).content
    assert client.post(page, {"note": ""}, HTTP_HX_REQUEST="true").status_code == 422
    assert client.post(page, {"note": "Please.", "team": roasters.pk}, HTTP_HX_REQUEST="true").status_code == 204
    assert now(conversation).team == roasters
