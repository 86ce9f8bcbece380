import pytest
from django.test import Client

from regulars.customers.actions.note import note
from regulars.customers.actions.save_field import save_field
from regulars.customers.models import CustomField
from regulars.team.models import Agent
from tests.cast import a_conversation


@pytest.fixture
def desk(client: Client, noor: Agent) -> Client:
    client.force_login(noor)
    return client


def test_the_pane_says_who_this_is_and_what_else_they_wrote_about(desk, ada, noor):
    here, other = a_conversation(ada, subject="Here"), a_conversation(ada, subject="Elsewhere")
    note(ada, text="Likes it dark.", by=noor)
    pane = desk.get(f"/customers/{ada.pk}/pane?conversation={here.pk}").content.decode()
    assert "Ada Moreau" in pane and "ada@moreau.example" in pane and "Likes it dark." in pane
    assert f"/inbox/{other.pk}" in pane and ">Here<" not in pane


def test_a_customer_has_all_their_conversations_on_their_page(desk, ada, ben):
    mine, others = a_conversation(ada), a_conversation(ben)
    page = desk.get(f"/customers/{ada.pk}/conversations").content.decode()
    assert f"/inbox/{mine.pk}" in page and f"/inbox/{others.pk}" not in page


def test_the_pane_fills_in_the_fields_of_the_conversation(desk, ada):
    save_field(CustomField(about="conversation", label="Order", key="order", kind="text", is_required=True), by=None)
    conversation = a_conversation(ada)
    pane = desk.get(f"/customers/{ada.pk}/pane?conversation={conversation.pk}").content.decode()
    assert "This conversation" in pane and "needed" in pane
    address = f"/conversations/{conversation.pk}/fields"
    answer = desk.post(address, {"key": "order", "value": "8841"}, headers={"HX-Request": "true"})
    conversation.refresh_from_db()
    assert conversation.values == {"order": "8841"} and "undo" in answer["HX-Trigger"]
    assert desk.post(address, {"key": "nothing", "value": "x"}, headers={"HX-Request": "true"}).status_code == 422
    refused = a_conversation(ada)
    assert desk.post(f"/conversations/{refused.pk}/resolve", headers={"HX-Request": "true"}).status_code == 422
