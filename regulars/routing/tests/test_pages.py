"""The pages of routing: queues and people for admins, presence and reasons for everybody."""

import pytest

from regulars.conversations.models import Inbox
from regulars.routing.actions.give_out import give_out
from regulars.routing.tests.floor import at_the_desk, knows
from regulars.team.models import Agent, Presence, Team
from tests.cast import a_conversation, letter_from


@pytest.fixture
def admin(client, grace):
    client.force_login(grace)
    return client


def test_queues_show_what_waits_who_is_there_and_what_was_decided(admin, ada, ben, beans, noor):
    assert "Nothing yet" in admin.get("/settings/routing").content.decode()
    Team.objects.update(gives_out="round robin")
    at_the_desk(noor), knows(noor, capacity=1)
    a_conversation(ada, team=beans), a_conversation(ben, team=beans)
    give_out(Team.objects.get())
    page = admin.get("/settings/routing").content.decode()
    assert "1 waiting" in page and "1 / 1" in page and "Noor Haddad, in turn" in page


def test_without_a_team_the_page_says_where_to_begin(admin):
    assert "No team yet" in admin.get("/settings/routing").content.decode()


def test_a_queue_is_kept_or_refused_by_field(admin, beans):
    page = f"/settings/routing/teams/{beans.pk}"
    facts = {"gives_out": "least busy", "level": 2, "gives_back_after": 15, "overflow_team": "", "overflow_after": 30}
    assert admin.get(page).status_code == 200
    assert admin.post(page, facts).status_code == 302
    assert Team.objects.values_list("gives_out", "level", "gives_back_after").get() == ("least busy", 2, 15)
    assert admin.post(page, facts | {"gives_back_after": -1}).status_code == 422
    assert admin.post(page, facts | {"gives_out": "by dice"}).status_code == 422
    assert admin.post(page, facts | {"overflow_after": 99999999}).status_code == 422
    assert Team.objects.get().gives_back_after == 15


def test_what_an_agent_can_be_given_is_kept_or_refused_by_field(admin, noor):
    page = f"/settings/routing/agents/{noor.pk}"
    assert (
        admin.post(
            page, {"capacity": 6, "languages": "en, pt-BR", "skills": "Espresso machines 4\nReturns"}
        ).status_code
        == 302
    )
    noor.refresh_from_db()
    assert (noor.capacity, noor.languages) == (6, ["en", "pt-BR"])
    assert "Espresso machines 4\nReturns 3" in admin.get(page).content.decode()
    for wrong in ({"capacity": -1}, {"languages": "English!"}, {"skills": "Tea 9"}, {"skills": "x" * 65}):
        assert admin.post(page, {"capacity": 5, **wrong}).status_code == 422
    assert Agent.objects.get(pk=noor.pk).capacity == 6


def test_only_admins_arrange(client, noor, beans):
    client.force_login(noor)
    for page in ("/settings/routing", f"/settings/routing/teams/{beans.pk}", f"/settings/routing/agents/{noor.pk}"):
        assert client.get(page).status_code == 403 and client.post(page).status_code in (403, 405)


def test_the_menu_says_whether_you_are_there(client, noor):
    client.force_login(noor)
    assert "Offline" in client.get("/settings/presence").content.decode()
    assert client.post("/settings/presence", {"state": "away"}).status_code == 200
    assert client.post("/settings/presence", {"state": "asleep"}).status_code == 422
    assert Presence.objects.get().state == "away"


def test_why_me_shows_what_was_decided_and_what_would_be(client, ada, beans, noor, tomas):
    client.force_login(noor)
    plain = a_conversation(ada)
    assert "No queue has decided here" in client.get(f"/conversations/{plain.pk}/why").content.decode()
    Team.objects.update(gives_out="round robin")
    beans.members.add(tomas)
    conversation = a_conversation(ada, team=beans)
    page = client.get(f"/conversations/{conversation.pk}/why").content.decode()
    assert "Nobody can take it now" in page and "is offline" in page
    at_the_desk(noor)
    assert "It goes to Noor Haddad, in turn" in client.get(f"/conversations/{conversation.pk}/why").content.decode()
    give_out(Team.objects.get())
    page = client.get(f"/conversations/{conversation.pk}/why").content.decode()
    assert "Noor Haddad, in turn" in page and "Tomas Vega" in page and "It waits" not in page
    assert client.get("/conversations/999999/why").status_code == 404


def test_a_letter_to_an_inbox_of_a_team_joins_its_queue(ada, inbox, beans):
    inbox.team = beans
    inbox.save()
    for given in (inbox, Inbox(pk=inbox.pk)):  # channels often know no more of it than its number
        assert letter_from(ada, inbox=given).conversation.team_id == beans.pk
