import pytest
from django.core.exceptions import ValidationError

from regulars.conversations.actions.set_access import set_access
from regulars.conversations.models import Access
from regulars.team.models import AuditEntry, Role
from tests.cast import a_conversation, hire, the_inbox


def test_set_access_changes_records_and_is_harmless_twice(grace, noor, inbox):
    for _ in range(2):
        set_access(noor, inboxes=[inbox], by=grace)
    noor.refresh_from_db()
    assert noor.works_in == [inbox.pk]
    set_access(noor, by=grace)
    assert not Access.objects.exists()
    assert [entry.after for entry in AuditEntry.objects.filter(action="access.set").order_by("pk")] == [{"inbox": [inbox.pk], "brand": []}, {"inbox": [], "brand": []}]  # fmt: skip


def test_set_access_refuses_owners_and_what_one_does_not_see(grace, noor, inbox):
    repairs, admin = the_inbox("Repairs"), hire("Tomas Vega", role=Role.ADMIN)
    set_access(admin, inboxes=[inbox], by=grace)
    for who, facts in (
        (grace, {"inboxes": [inbox]}),
        (noor, {"inboxes": [repairs]}),
        (noor, {"brands": [inbox.brand]}),
        (admin, {}),
    ):
        with pytest.raises(ValidationError):
            set_access(who, **facts, by=admin)
    set_access(noor, inboxes=[inbox], by=admin)
    assert Access.objects.count() == 2


def test_a_limited_agent_finds_nothing_of_other_inboxes_anywhere(client, noor, ada, inbox):
    repairs = the_inbox("Repairs")
    hidden = a_conversation(ada, "The boiler leaks onto zanzibar.", inbox=repairs)
    shown = a_conversation(ada, "My grinder is called zanzibar.")
    Access.objects.create(agent=noor, inbox=inbox)
    client.force_login(noor)
    for path in ("/inbox/rows", "/inbox?q=zanzibar", "/inbox/found?q=zanzibar", "/palette?q=zanzibar", f"/customers/{ada.pk}/pane?conversation={shown.pk}", f"/customers/{ada.pk}", f"/customers/{ada.pk}/conversations", "/api/conversations", f"/api/customers/{ada.pk}/conversations", f"/api/customers/{ada.pk}/timeline"):  # fmt: skip
        answer = client.get(path)
        assert answer.status_code in (200, 404), path
        text = answer.content.decode()
        assert "boiler" not in text and f"/inbox/{hidden.pk}" not in text and f"conversation:{hidden.pk}" not in text, (
            path
        )
    for path in (f"/inbox/{hidden.pk}", f"/conversations/{hidden.pk}/news", f"/messages/{hidden.messages.get().pk}/body", f"/api/conversations/{hidden.pk}"):  # fmt: skip
        assert client.get(path).status_code == 404, path


def test_the_pages_of_access_are_filled_in(client, grace, noor, inbox):
    client.force_login(grace)
    assert "Everybody works everywhere" in client.get("/settings/access").content.decode()
    client.post(f"/settings/access/agent/{noor.pk}", {"inbox": [inbox.pk]})
    assert "Noor Haddad" in client.get("/settings/access").content.decode()
    assert "checked" in client.get(f"/settings/access/agent/{noor.pk}").content.decode()
    assert client.post(f"/settings/access/agent/{grace.pk}", {"inbox": [inbox.pk]}).status_code == 422
    assert client.get("/settings/access/role/nobody").status_code == 404
