import pytest
from django.test import Client

from regulars.customers.actions.note import note
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
