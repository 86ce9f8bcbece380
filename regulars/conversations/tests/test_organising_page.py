import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from regulars.conversations.actions.set_status import set_status
from regulars.conversations.actions.snooze import snooze
from regulars.conversations.models import Access, Conversation, NamedStatus, Topic
from regulars.team.models import Agent, Team
from tests.cast import a_conversation, the_inbox


@pytest.fixture
def desk(client: Client, noor: Agent) -> Client:
    client.force_login(noor)
    return client


def press(desk: Client, conversation: Conversation, act: str, **values: object) -> dict[str, object]:
    """What an open page hears when the button is pressed. Everybody in the database is fresh afterwards."""
    answer = desk.post(f"/conversations/{conversation.pk}/{act}", values, headers={"HX-Request": "true"})
    conversation.refresh_from_db()
    return json.loads(answer["HX-Trigger"]) | {"status": answer.status_code}


def test_resolve_is_done_said_and_undone(desk, ada):
    conversation = a_conversation(ada)
    heard = press(desk, conversation, "resolve")
    assert conversation.status == "resolved"
    assert heard[f"live:conversation:{conversation.pk}"] == {} and heard["toast"]["undo"].endswith("/reopen")
    press(desk, conversation, "reopen")
    assert conversation.status == "open"


def test_assign_to_me_to_others_to_a_team_and_to_nobody(desk, ada, noor, tomas):
    conversation, team = a_conversation(ada), Team.objects.create(name="Roastery")
    press(desk, conversation, "assign", agent=noor.pk)
    assert conversation.assignee == noor
    heard = press(desk, conversation, "assign", agent=tomas.pk)
    assert conversation.assignee == tomas and heard["toast"]["values"] == {"agent": noor.pk, "team": ""}
    press(desk, conversation, "assign", team=team.pk)
    assert (conversation.assignee, conversation.team) == (None, team)
    press(desk, conversation, "assign", agent="")
    assert (conversation.assignee, conversation.team) == (None, None)


def test_the_menu_offers_those_who_work_here(desk, ada, noor, tomas):
    Team.objects.create(name="Roastery")
    tomas.is_active = False
    tomas.save()
    menu = desk.get(f"/conversations/{a_conversation(ada).pk}/assign").content.decode()
    assert "Me" in menu and "Roastery" in menu and "Tomas" not in menu


@pytest.mark.parametrize("act", ["split", "ask"])
def test_what_may_be_chosen_is_not_told_as_what_was_done(desk, ada, act):
    page = desk.get(f"/conversations/{a_conversation(ada, 'It is loud.').pk}/{act}").content.decode()
    assert "It is loud." in page and "Offered(" not in page and 'class="toast"' not in page


def test_tags_go_on_and_off(desk, ada):
    conversation = a_conversation(ada)
    press(desk, conversation, "tag", tag=" Late  Parcel ")
    assert conversation.tags == ["late parcel"]
    press(desk, conversation, "untag", tag="late parcel")
    assert conversation.tags == []


def test_the_tag_menu_offers_tags_in_use(desk, ada, ben):
    press(desk, a_conversation(ben), "tag", tag="refund")
    assert "refund" in desk.get(f"/conversations/{a_conversation(ada).pk}/tag").content.decode()


@pytest.mark.parametrize(("act", "values"), [("tag", {"tag": " , "}), ("priority", {"priority": "huge"})])
def test_what_makes_no_sense_is_said_and_changes_nothing(act, values, desk, ada):
    conversation = a_conversation(ada)
    heard = press(desk, conversation, act, **values)
    assert heard["status"] == 422 and heard["toast"]["says"]
    assert (conversation.tags, conversation.priority) == ([], 0)


def test_the_priority_is_set(desk, ada):
    conversation = a_conversation(ada)
    heard = press(desk, conversation, "priority", priority="urgent")
    assert conversation.priority == Conversation.Priority.URGENT and heard["toast"]["values"] == {"priority": "normal"}


def test_a_page_without_scripts_is_led_back(desk, ada):
    conversation = a_conversation(ada)
    assert desk.post(f"/conversations/{conversation.pk}/resolve").url == f"/inbox/{conversation.pk}"


def test_looking_changes_nothing(desk, ada):
    conversation = a_conversation(ada)
    assert desk.get(f"/conversations/{conversation.pk}/resolve").status_code == 405


def test_whoever_does_not_work_in_the_inbox_is_not_offered_and_not_given_it(desk, ada, tomas):
    conversation = a_conversation(ada)
    Access.objects.create(agent=tomas, inbox=the_inbox("Repairs"))
    assert "Tomas" not in desk.get(f"/conversations/{conversation.pk}/assign").content.decode()
    heard = press(desk, conversation, "assign", agent=tomas.pk)
    assert heard["status"] == 422 and "does not work in this inbox" in heard["toast"]["says"]
    assert conversation.assignee is None


def test_whoever_is_given_it_gets_it_with_its_team(desk, ada, noor):
    conversation, team = a_conversation(ada), Team.objects.create(name="Roastery")
    press(desk, conversation, "assign", team=team.pk)
    heard = press(desk, conversation, "assign", agent=noor.pk)
    assert (conversation.assignee, conversation.team) == (noor, team)
    press(desk, conversation, "assign", **heard["toast"]["values"])
    assert (conversation.assignee, conversation.team) == (None, team)


def test_undoing_brings_back_what_was_put_away_and_whose_it_was(desk, ada, noor):
    conversation, until = a_conversation(ada), timezone.now() + timedelta(days=2)
    parts = NamedStatus.objects.create(name="Waiting for parts", category="pending")
    snooze(conversation, until=until, by=noor)
    set_status(conversation, status=parts, by=noor)
    for act in ("resolve", "reopen"):
        undo = press(desk, conversation, act)["toast"]
        press(desk, conversation, undo["undo"].rpartition("/")[2], **undo["values"])
        assert (conversation.status, conversation.snoozed_until, conversation.named_status) == ("pending", until, parts)
        assert conversation.waiting_since is not None
    topic = Topic.objects.create(name="Parts", team=Team.objects.create(name="Repairs"))
    undo = press(desk, conversation, "topic", topic=topic.pk)["toast"]
    assert conversation.team == topic.team
    press(desk, conversation, "topic", **undo["values"])
    assert (conversation.topic, conversation.team) == (None, None)
