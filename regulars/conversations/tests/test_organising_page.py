import json

import pytest
from django.test import Client

from regulars.conversations.models import Conversation
from regulars.team.models import Agent, Team
from tests.cast import a_conversation


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
