import json
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from regulars.conversations.actions.assign import assign
from regulars.conversations.actions.tell import tell
from regulars.conversations.models import Message
from regulars.customers.actor import Actor
from regulars.customers.models import TimelineEvent
from regulars.customers.telling import told
from regulars.customers.timeline import told_of
from tests.cast import a_conversation

RULE = Actor("rule", 7, "VIP care")


def heard():
    event = TimelineEvent.objects.filter(kind="team.told").latest("pk")
    return event.facts["to"], {topic for topic in told_of(event)["topics"] if topic.startswith(("agent:", "all"))}


def test_an_agent_is_told_by_a_note_and_on_their_own_topic(ada, noor):
    conversation = a_conversation(ada)
    note = tell(conversation, text="Gold waits.", agent=noor, by=RULE)
    assert (note.kind, note.text, note.author_name) == (Message.Kind.NOTE, "Gold waits.", "VIP care")
    assert heard() == ("Noor Haddad", {f"agent:{noor.pk}"})
    event = TimelineEvent.objects.get(kind="team.told")
    assert told([event])[0].sentence == "VIP care told Noor Haddad"


def test_a_team_is_told_member_by_member(ada, noor, tomas, beans):
    tell(a_conversation(ada), text="Gold waits.", team=beans, by=tomas)
    assert heard() == ("Beans & orders", {f"agent:{noor.pk}"})


def test_with_nobody_named_whoever_it_belongs_to_is_told_or_else_everybody(ada, noor, tomas):
    conversation = a_conversation(ada)
    tell(conversation, text="Gold waits.", by=RULE)
    assert heard() == ("everybody", {f"agent:{noor.pk}", f"agent:{tomas.pk}"})
    assign(conversation, agent=tomas, by=tomas)
    tell(conversation, text="Gold waits.", by=RULE)
    assert heard() == ("Tomas Vega", {f"agent:{tomas.pk}"})


@pytest.mark.parametrize("field", ["text", "agent"])
def test_it_refuses_and_changes_nothing(ada, noor, tomas, field):
    conversation = a_conversation(ada)
    tomas.is_active = False
    tomas.save()
    values = {"text": {"text": " ", "agent": noor}, "agent": {"text": "Look", "agent": tomas}}[field]
    before = TimelineEvent.objects.count()
    with pytest.raises(ValidationError) as refused:
        tell(conversation, **values, by=RULE)
    assert list(refused.value.message_dict) == [field]
    assert TimelineEvent.objects.count() == before


def toast(client, agent):
    client.force_login(agent)
    answer = client.get("/told")
    assert answer.status_code == 204
    return json.loads(answer["HX-Trigger"])["toast"] if "HX-Trigger" in answer else None


def test_whoever_is_told_hears_it_wherever_they_are_and_nobody_else(client, ada, noor, tomas):
    conversation = a_conversation(ada)
    tell(conversation, text="Gold\nwaits: “Où est-il?”", agent=noor, by=RULE)
    assert toast(client, noor) == {
        "says": "VIP care: Gold waits: “Où est-il?”", "open": f"/inbox/{conversation.pk}", "label": f"#{conversation.pk}",
    }  # fmt: skip
    assert client.get("/told").headers.get("HX-Trigger") is None
    assert toast(client, tomas) is None
    TimelineEvent.objects.update(at=timezone.now() - timedelta(minutes=2))
    assert toast(client, noor) is None


def test_whoever_tells_everybody_is_not_told(client, ada, noor, tomas):
    tell(a_conversation(ada), text="Look.", by=noor)
    assert toast(client, noor) is None
    assert toast(client, tomas)["says"] == "Noor Haddad: Look."


def test_every_page_of_the_desk_waits_to_be_told(client, noor):
    client.force_login(noor)
    assert f'hx-get="/told" hx-trigger="live:agent:{noor.pk} from:body"' in client.get("/inbox").content.decode()
