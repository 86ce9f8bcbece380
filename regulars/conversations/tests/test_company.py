"""Who else is in a conversation, as the page hears it."""

import pytest
from django.test import Client

from regulars.team.models import Agent
from tests.cast import a_conversation


@pytest.fixture
def desks(noor: Agent, grace: Agent) -> tuple[Client, Client]:
    several = Client(), Client()
    for client, agent in zip(several, (noor, grace), strict=True):
        client.force_login(agent)
    return several


def say(client: Client, conversation, doing: str, page: str = "p"):
    return client.post(f"/conversations/{conversation.pk}/here", {"doing": doing, "page": page})


def test_whoever_answers_first_has_it_and_the_other_one_hears_so(desks, ada):
    noors, graces = desks
    conversation = a_conversation(ada)
    assert say(noors, conversation, "looking").json() == {"others": []}
    say(noors, conversation, "typing", "another tab")
    (other,) = say(graces, conversation, "typing").json()["others"]
    assert (other["says"], other["claims"]) == ("Noor is typing a reply", True)
    (other,) = say(noors, conversation, "typing", "another tab").json()["others"]
    assert (other["says"], other["claims"]) == ("Grace is typing a reply", False)
    for page in ("p", "another tab"):
        assert say(noors, conversation, "gone", page).status_code == 204
    assert say(graces, conversation, "nonsense", "p\0").json() == {"others": []}


def test_nobody_looks_at_what_is_not_there(desks):
    assert desks[0].post("/conversations/999999/here", {"doing": "looking"}).status_code == 404
