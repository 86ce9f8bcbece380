"""Whoever leaves takes no way in along."""

from django.test import Client

from regulars.api.models import ApiToken
from regulars.automation.models import Macro
from regulars.team.actions.change_agent import change_agent
from regulars.team.models import Role
from tests.cast import a_conversation, hire


def test_letting_somebody_go_ends_sessions_and_tokens_for_good(grace, noor):
    browser, secret = Client(), ApiToken.issue(agent=noor, name="shop")
    browser.force_login(noor)
    change_agent(noor, role="agent", is_active=False, by=grace)
    assert browser.get("/inbox").status_code == 302 and ApiToken.of(secret) is None
    change_agent(noor, role="agent", is_active=True, by=grace)
    assert browser.get("/inbox").status_code == 302 and ApiToken.of(secret) is None


def test_verbs_and_macros_do_only_what_a_role_includes(ada, client):
    conversation = a_conversation(ada, assignee=None)
    light = hire("Lia Light", role=Role.LIGHT_AGENT)
    client.force_login(light)
    note = Macro.objects.create(name="Note it", steps=[{"do": "note", "text": "Seen."}])
    close = Macro.objects.create(name="Close it", steps=[{"do": "note", "text": "Bye."}, {"do": "resolve"}])
    menu = client.get(f"/conversations/{conversation.pk}/macros").content.decode()
    assert "Note it" in menu and "Close it" not in menu
    refused = client.post(f"/api/conversations/{conversation.pk}/run", {"macro": close.pk}, "application/json")
    assert refused.status_code in (403, 422) and not conversation.messages.filter(kind="note").exists()
    assert (
        client.post(f"/api/conversations/{conversation.pk}/run", {"macro": note.pk}, "application/json").status_code
        == 200
    )
    answer = client.post(f"/api/conversations/{conversation.pk}/reply", {"text": "Hello"}, "application/json")
    assert answer.status_code == 403 and answer.json()["errors"][0]["code"] == "forbidden"
    page = client.get(f"/inbox/{conversation.pk}").content.decode()
    assert 'value="note"' in page and 'value="reply"' not in page and 'data-key="e"' not in page
    assert client.post(f"/conversations/{conversation.pk}/write", {"kind": "reply", "text": "Hello"}).status_code == 403
    client.force_login(hire("Vera Viewer", role=Role.VIEWER))
    page = client.get(f"/inbox/{conversation.pk}").content.decode()
    assert "<reply-box" not in page and "data-reads" in page
