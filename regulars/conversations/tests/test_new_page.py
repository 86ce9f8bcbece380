import pytest
from django.test import Client

from regulars.conversations.models import Conversation, Delivery
from regulars.team.models import Agent

WORDS = {
    "to": "Ada Moreau <ada@moreau.example>, ben@post.example",
    "cc": "",
    "subject": "Your order",
    "text": "It has left.",
}


@pytest.fixture
def desk(client: Client, noor: Agent) -> Client:
    client.force_login(noor)
    return client


def test_a_first_letter_opens_its_conversation(desk, inbox, ada):
    answer = desk.post("/inbox/new", {**WORDS, "inbox": inbox.pk})
    conversation = Conversation.objects.get()
    assert answer.url == f"/inbox/{conversation.pk}"
    assert conversation.customer == ada
    assert [person["address"] for person in conversation.messages.get().recipients["to"]] == [
        "ada@moreau.example",
        "ben@post.example",
    ]


@pytest.mark.parametrize("wrong", [{"to": "nobody"}, {"subject": ""}, {"text": " "}])
def test_what_cannot_be_sent_is_said_and_what_was_written_stays(wrong, desk, inbox):
    answer = desk.post("/inbox/new", {**WORDS, "inbox": inbox.pk, **wrong})
    page = answer.content.decode()
    assert answer.status_code == 422 and 'aria-invalid="true"' in page and "Leave it" in page
    assert not Conversation.objects.exists()


def test_the_form_begins_with_the_address_asked_for(desk, inbox):
    assert "ada@moreau.example" in desk.get("/inbox/new?to=ada@moreau.example").content.decode()


def test_two_clicks_are_one_letter_which_can_still_be_taken_back(desk, inbox, ada):
    for _click in range(2):
        answer = desk.post("/inbox/new", {**WORDS, "inbox": inbox.pk, "client_key": "k1"})
        assert answer.url == f"/inbox/{Conversation.objects.get().pk}"
    delivery = Delivery.objects.get()
    assert delivery.due_at > delivery.message.created_at
    desk.post("/inbox/new", {**WORDS, "inbox": inbox.pk, "client_key": "k2"})
    assert Conversation.objects.count() == 2
    desk.post(
        "/inbox/new", {**WORDS, "inbox": inbox.pk, "client_key": "k1", "subject": "Something else"}
    )  # on the page gone back to
    assert Conversation.objects.count() == 3
