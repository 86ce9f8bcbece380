"""Brands and inboxes are made and changed in the settings."""

from django.test import Client

from regulars.conversations.actions.save_inbox import save_inbox
from regulars.conversations.models import Inbox
from regulars.team.actions.save_brand import save_brand
from regulars.team.models import Agent, AuditEntry, Brand
from tests.cast import the_inbox


def test_an_admin_adds_a_brand_and_an_inbox_to_it(client: Client, grace: Agent) -> None:
    client.force_login(grace)
    assert "No brand yet" in client.get("/settings/inboxes").content.decode()
    client.post("/settings/brands/new", {"name": "Rösterei Süd", "website": "https://roesterei.example"})
    brand = Brand.objects.get()
    assert (
        f'<option value="{brand.pk}" selected>'
        in client.get(f"/settings/inboxes/new?brand={brand.pk}").content.decode()
    )
    client.post("/settings/inboxes/new", {"name": "Hallo", "brand": brand.pk, "reopen_days": 1})
    page = client.get("/settings/inboxes").content.decode()
    assert "Rösterei Süd" in page
    assert "Hallo" in page
    assert "1 day<" in page
    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)) == ["brand.added", "inbox.added"]


def test_an_admin_changes_them(client: Client, grace: Agent) -> None:
    client.force_login(grace)
    inbox = the_inbox()
    client.post(f"/settings/inboxes/{inbox.pk}", {"name": "Front door", "brand": inbox.brand_id, "reopen_days": 7})
    client.post(f"/settings/brands/{inbox.brand_id}", {"name": "K & C", "website": ""})
    assert Inbox.objects.values_list("name", "brand__name", "reopen_days").get() == ("Front door", "K & C", 7)
    entry = AuditEntry.objects.get(action="inbox.changed")
    assert (entry.before["name"], entry.after["name"]) == ("Hello", "Front door")


def test_what_is_wrong_is_named_and_changes_nothing(client: Client, grace: Agent) -> None:
    client.force_login(grace)
    inbox = the_inbox()
    answer = client.post("/settings/inboxes/new", {"name": inbox.name, "brand": inbox.brand_id, "reopen_days": 7})
    assert (answer.status_code, Inbox.objects.count()) == (422, 1)
    assert client.post("/settings/brands/new", {"name": ""}).status_code == 422
    assert client.get("/settings/inboxes/999").status_code == 404


def test_agents_may_not(client: Client, noor: Agent) -> None:
    client.force_login(noor)
    inbox = the_inbox()
    for address in ("/settings/inboxes", "/settings/inboxes/new", f"/settings/brands/{inbox.brand_id}"):
        assert client.get(address).status_code == 403


def test_keeping_the_same_once_more_is_harmless(grace: Agent) -> None:
    inbox = the_inbox()
    for _ in range(2):
        save_inbox(inbox, by=grace)
        save_brand(inbox.brand, by=None)
    assert (Inbox.objects.count(), Brand.objects.count(), AuditEntry.objects.count()) == (1, 1, 4)
