import pytest

from regulars.customers.actions.react import react
from regulars.customers.models import Reaction
from tests.cast import a_conversation


@pytest.fixture
def failed(ada):
    a_conversation(ada)
    Reaction.objects.exclude(name__endswith=".learn_language").delete()
    Reaction.objects.update(state="failed", attempts=8, error="ValueError: no such thing")
    return Reaction.objects.get()


def test_an_admin_sees_what_failed_and_why_and_tries_again(client, grace, failed):
    client.force_login(grace)
    page = client.get("/settings/events?state=failed").content.decode()
    assert "ValueError: no such thing" in page and "learn language" in page and "Ada Moreau" in page
    client.post(f"/settings/reactions/{failed.pk}/retry", {"state": "failed"})
    assert react() == 1
    assert "Nothing has failed" in client.get("/settings/events?state=failed").content.decode()


def test_agents_do_not_see_it(client, noor, failed):
    client.force_login(noor)
    assert client.get("/settings/events").status_code == 403
    assert client.post(f"/settings/reactions/{failed.pk}/retry").status_code == 403
    assert client.get("/settings/events").status_code == 403


def test_older_events_are_a_page_away(client, grace, ada, monkeypatch):
    from regulars.customers.views import events

    monkeypatch.setattr(events, "PAGE", 2)
    a_conversation(ada, "One", "Two", "Three")
    client.force_login(grace)
    newest = client.get("/settings/events")
    older = client.get(f"/settings/events?before={newest.context['older']}")
    shown = [event.pk for page in (newest, older) for event, *_ in page.context["rows"]]
    assert shown == sorted(shown, reverse=True) and len(set(shown)) == 4
    assert client.get("/settings/events?before=x&state=y").status_code == 200


def test_strangers_are_asked_to_sign_in(client, db):
    assert client.get("/settings/events").status_code == 302
