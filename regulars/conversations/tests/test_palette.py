import pytest
from django.test import Client

from regulars.conversations.views.palette import marked
from regulars.team.models import Agent
from tests.cast import a_conversation


@pytest.fixture
def desk(client: Client, noor: Agent) -> Client:
    client.force_login(noor)
    return client


def test_the_palette_finds_customers_and_conversations(desk, ada):
    conversation = a_conversation(ada, "The kettle whistles")
    page = desk.get("/palette?q=more").content.decode()
    assert f'href="/customers/{ada.pk}"' in page and "<mark>More</mark>au" in page
    assert f'href="/inbox/{conversation.pk}"' in desk.get("/palette?q=kettle").content.decode()


def test_the_palette_begins_with_what_is_new(desk, ada):
    assert f'href="/inbox/{a_conversation(ada).pk}"' in desk.get("/palette").content.decode()


def test_marks_are_put_around_words_and_never_around_markup():
    assert marked("<b>Ada", "b>") == "&lt;<mark>b&gt;</mark>Ada"
    assert marked("İstanbul", "stan") == "İstanbul"
