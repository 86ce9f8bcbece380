import re
from collections import Counter

import pytest
from django.test import Client

from regulars.conversations.views.palette import marked
from regulars.team.models import Agent
from tests.cast import a_conversation, letter_from


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


def test_the_palette_offers_every_page_and_only_what_this_agent_may(desk, noor, grace):
    assert "New conversation" in (page := desk.get("/palette/commands").content.decode()) and "New rule" not in page
    desk.force_login(grace)
    page = desk.get("/palette/commands").content.decode()
    assert 'href="/settings/rules/new"' in page and 'href="/settings/rules"' in page and "View: Unassigned" in page
    assert all(f'href="{each}"' in page for each in ("/segments", "/loyalty/claims", "/feedback/cases", "/effect"))


def test_a_misspelled_name_is_found_in_the_palette(desk, ada):
    assert f'href="/customers/{ada.pk}"' in desk.get("/palette?q=ada+moraeu").content.decode()


def test_no_key_of_a_page_is_declared_twice(desk, ada, grace):
    desk.force_login(grace)
    for address in ("/inbox", f"/inbox/{a_conversation(ada).pk}", "/customers", f"/customers/{ada.pk}", "/settings"):
        page = desk.get(address).content.decode()
        if 'hx-get="/inbox/list' in page:  # the list comes later, into the same page
            page += desk.get("/inbox/list").content.decode()
        keys = re.findall(r'data-key="([^"]+)"', page)
        assert not [key for key, times in Counter(keys).items() if times > 1] and keys


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("fro", ["from:"]),
        ("x is:sno", ["is:snoozed"]),
        ("-is:sno", ["is:snoozed"]),
        ("team:be", ['team:"Beans & orders"']),
        ("nonsense:x", []),
        ("e-", []),
    ],
)
def test_what_may_come_next_is_suggested(desk, beans, typed, offered):
    found = desk.get("/inbox/suggest", {"q": typed}).json()["suggestions"]
    assert [each["label"] for each in found] == offered
    assert all(each["text"].startswith(typed.rpartition(" ")[0]) for each in found)


def test_a_search_shows_where_it_has_hit_and_says_what_makes_no_sense(desk, ada):
    letter_from(ada, "Hello. " + "And so on. " * 30 + "The <b>kettlé whistles.", subject="A kettle")
    page = desk.get("/inbox?q=kettle+frmo:ada").content.decode()
    assert "… on. The &lt;b&gt;<mark>kettlé</mark> whistles." in page and "A <mark>kettle</mark>" in page
    assert "did you mean “from:”?" in page
    assert f'href="/customers/{ada.pk}"' in desk.get("/inbox/around?q=ada").content.decode()
