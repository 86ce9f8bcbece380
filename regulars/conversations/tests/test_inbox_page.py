from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from regulars.conversations.actions.count_views import count_views
from regulars.conversations.actions.mark_read import mark_read
from regulars.conversations.models import Conversation
from regulars.customers.models import Customer
from regulars.team.models import Agent
from tests.cast import a_conversation, meet, the_inbox


@pytest.fixture
def desk(client: Client, noor: Agent) -> Client:
    client.force_login(noor)
    return client


def read(desk: Client, address: str) -> str:
    response = desk.get(address)
    assert response.status_code == 200
    return response.content.decode()


def waits_since(conversation: Conversation, **ago: int) -> None:
    Conversation.objects.filter(pk=conversation.pk).update(waiting_since=timezone.now() - timedelta(**ago))


def test_the_desk_asks_who_comes_to_sign_in(client, db):
    assert client.get("/inbox").url == "/accounts/login/?next=/inbox"


def test_the_inbox_teaches_when_nobody_has_written_and_when_nobody_can(desk):
    assert "Nothing can come in yet" in read(desk, "/inbox")
    the_inbox()
    assert "Nobody is waiting" in read(desk, "/inbox")


def test_the_inbox_shows_who_wrote_what(desk, ada):
    a_conversation(ada, "My grinder is <b>loud</b>.")
    page = read(desk, "/inbox")
    assert "Ada Moreau" in page
    assert "My grinder is &lt;b&gt;loud&lt;/b&gt;." in page


def test_an_agent_with_conversations_of_their_own_sees_those_first(desk, ada, ben, noor):
    a_conversation(ada, assignee=noor)
    a_conversation(ben)
    page = read(desk, "/inbox")
    assert "Ada Moreau" in page and "Ben Okafor" not in page


@pytest.mark.parametrize(("view", "shown"), [("mine", "Ada"), ("unassigned", "Ben"), ("all", "Ada Ben")])
def test_each_view_shows_its_conversations(view, shown, desk, ada, ben, noor):
    a_conversation(ada, assignee=noor)
    a_conversation(ben)
    page = read(desk, f"/inbox?view={view}")
    assert [name for name in ("Ada", "Ben") if f"{name} " in page] == shown.split()


def test_tabs_count_what_is_open(desk, ada, ben, noor):
    a_conversation(ada, assignee=noor)
    a_conversation(ben, resolved_by=noor)
    assert [line.count for line in desk.get("/inbox").context["lines"]] == [""] * 5  # nobody has counted yet
    while count_views():
        pass
    assert [line.count for line in desk.get("/inbox").context["lines"]] == ["1", "0", "1", "0", ""]


def test_resolved_conversations_are_found_by_the_filter(desk, ada, noor):
    a_conversation(ada, resolved_by=noor)
    assert "Ada Moreau" not in read(desk, "/inbox")
    assert "Ada Moreau" in read(desk, "/inbox?status=resolved")


def test_the_filter_offers_statuses_inboxes_and_tags(desk, ada):
    conversation = a_conversation(ada)
    Conversation.objects.filter(pk=conversation.pk).update(tags=["late parcel"])
    page = read(desk, "/inbox/filters?view=all")
    assert "Resolved" in page and "tag=late+parcel" in page and f"inbox={conversation.inbox_id}" in page


@pytest.mark.parametrize(
    "address",
    ["/inbox?view=theirs&status=odd&inbox=x&team=-3&after=nonsense", "/inbox?q=%00", "/inbox/rows?shown=²&after=_"],
)
def test_an_address_that_makes_no_sense_shows_the_plain_list(address, desk, ada):
    a_conversation(ada)
    assert desk.get(address).status_code == 200


def test_unread_is_measured_for_each_agent(client, desk, ada, noor, grace):
    mark_read(a_conversation(ada), by=noor)
    assert "data-unread" not in read(desk, "/inbox")
    client.force_login(grace)
    assert "data-unread" in read(client, "/inbox")


@pytest.mark.parametrize(("hours", "state"), [(1, None), (5, "waiting"), (25, "overdue")])
def test_a_long_wait_shows_its_colour(hours, state, desk, ada):
    waits_since(a_conversation(ada), hours=hours)
    page = read(desk, "/inbox")
    assert f"{hours} h</time>" in page
    assert (f'data-state="{state}"' in page.split('class="row"')[1]) == bool(state)


def test_the_list_goes_on_behind_its_cursor(desk, db):
    for number in range(55):
        a_conversation(meet(f"Guest {number}", f"guest{number}@post.example"))
    first = desk.get("/inbox?view=all")
    assert first.content.decode().count('class="row"') == 51  # fifty, and the shape of what comes
    behind = read(desk, f"/inbox/rows{first.context['more']}")
    assert behind.count('class="row"') == 5
    assert "Guest 0" in behind and "Guest 54" not in behind


def test_a_refresh_brings_as_many_rows_as_are_shown_and_fresh_tabs(desk, ada):
    a_conversation(ada)
    page = read(desk, "/inbox/rows?view=all&shown=70")
    assert 'id="tabs"' in page and "Ada Moreau" in page


def test_a_search_finds_words_and_numbers(desk, ada, ben):
    conversation = a_conversation(ada, "The kettle whistles in the night")
    a_conversation(ben, "Nothing of the kind")
    assert "Ada Moreau" in read(desk, "/inbox?q=whistles")
    assert "Ben Okafor" not in read(desk, "/inbox?q=whistles")
    assert "Ada Moreau" in read(desk, f"/inbox?q=%23{conversation.pk}")
    assert "Nothing with these words" in read(desk, "/inbox?q=zeppelin")


def test_a_search_in_an_open_page_brings_what_is_found_and_where_that_stands(desk, ada, ben):
    conversation = a_conversation(ada, "The kettle whistles in the night")
    a_conversation(ben, "Nothing of the kind")
    found = search(desk, "whistles", beside="/inbox?view=mine")
    page = found.content.decode()
    assert "Ada Moreau" in page and "Ben Okafor" not in page and "<html" not in page
    assert 'address="/inbox/rows?view=all&amp;q=whistles"' in page
    assert found["HX-Push-Url"] == "/inbox?view=all&q=whistles"
    assert "Nothing with these words" in search(desk, "zeppelin").content.decode()
    beside = search(desk, "whistles", beside=f"/inbox/{conversation.pk}?view=mine")
    assert beside["HX-Push-Url"] == f"/inbox/{conversation.pk}?view=all&q=whistles"
    assert search(desk, "whistles", beside="/inbox/new")["HX-Push-Url"] == "/inbox?view=all&q=whistles"
    assert search(desk, "  ")["HX-Redirect"] == "/inbox"


def test_a_search_in_an_open_page_asks_at_most_four_questions(desk, ada):
    a_conversation(ada, "The kettle whistles in the night")
    search(desk, "whistles")
    with CaptureQueriesContext(connection) as heard:
        assert "Ada Moreau" in search(desk, "whistles").content.decode()
    assert len(heard) <= 4, [query["sql"][:90] for query in heard]


def search(desk, words, *, beside="/inbox"):
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{beside}"}
    return desk.get("/inbox/found", {"q": words}, headers=headers)


def test_the_list_asks_at_most_seven_questions(desk, ada: Customer, ben: Customer, noor):
    a_conversation(ada, assignee=noor)
    a_conversation(ben)
    with CaptureQueriesContext(connection) as asked:
        desk.get("/inbox?view=all")
    assert 0 < len(asked) <= 7
