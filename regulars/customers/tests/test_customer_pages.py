import json
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from regulars.customers.actions.edit_customer import edit_customer
from regulars.customers.actions.make_primary import make_primary
from regulars.customers.actions.note import note
from regulars.customers.actions.save_field import save_field
from regulars.customers.actions.set_attribute import set_attribute
from regulars.customers.columns import cells, columns_of, offered
from regulars.customers.models import CustomField, Identity
from regulars.team.models import Agent, AuditEntry
from tests.cast import a_conversation, meet


@pytest.fixture
def desk(client: Client, noor: Agent) -> Client:
    client.force_login(noor)
    return client


def press(desk: Client, address: str, **values: str) -> dict[str, object]:
    return json.loads(desk.post(address, values, headers={"HX-Request": "true"})["HX-Trigger"])


def test_customers_are_listed_and_found(desk, ada, ben):
    everybody = desk.get("/customers").content.decode()
    assert "Ada Moreau" in everybody and "Ben Okafor" in everybody
    found = desk.get("/customers?q=moreau").content.decode()
    assert "Ada Moreau" in found and "Ben Okafor" not in found
    assert "Nobody fits" in desk.get("/customers?q=zeppelin").content.decode()


def test_the_directory_goes_on_behind_an_id(desk, db):
    for number in range(52):
        meet(f"Guest {number}", f"guest{number}@post.example")
    more = desk.get("/customers").context["more"]
    page = desk.get(f"/customers?{more}", headers={"HX-Request": "true"}).content.decode()
    assert "Guest 1<" in page and "Guest 2<" not in page and "<html" not in page


def test_a_customer_has_a_page(desk, ada):
    page = desk.get(f"/customers/{ada.pk}").content.decode()
    assert "Ada Moreau" in page and "ada@moreau.example" in page and "English" in page
    assert desk.get("/customers/4242").status_code == 404


def test_the_name_is_changed_and_changed_back(desk, ada):
    heard = press(desk, f"/customers/{ada.pk}/name", name="Ada M.")
    ada.refresh_from_db()
    assert ada.name == "Ada M." and heard["toast"]["values"] == {"name": "Ada Moreau"}


def test_a_note_is_kept(desk, ada, noor):
    press(desk, f"/customers/{ada.pk}/notes", text="Allergic to nuts")
    assert (ada.notes.get().text, ada.notes.get().agent) == ("Allergic to nuts", noor)


def test_facts_are_kept_and_taken_away(desk, ada):
    press(desk, f"/customers/{ada.pk}/facts", attribute="Favourite", value="House beans")
    ada.refresh_from_db()
    assert ada.attributes == {"Favourite": "House beans"}
    press(desk, f"/customers/{ada.pk}/facts", attribute="Favourite", value="")
    ada.refresh_from_db()
    assert not any(ada.attributes.values())


def test_an_address_is_added_and_taken_off(desk, ada):
    press(desk, f"/customers/{ada.pk}/identities", kind="email", value="Ada@Work.example")
    added = Identity.objects.get(value="ada@work.example")
    press(desk, f"/customers/{ada.pk}/identities/{added.pk}/remove")
    assert not Identity.objects.filter(pk=added.pk).exists()


@pytest.mark.parametrize(
    ("act", "values"),
    [
        ("notes", {"text": " "}),
        ("identities", {"kind": "email", "value": "ben.okafor@post.example"}),
        ("facts", {"time_zone": "Mars"}),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(act, values, desk, ada, ben):
    heard = press(desk, f"/customers/{ada.pk}/{act}", **values)
    assert heard["toast"]["says"] and f"live:customer:{ada.pk}" not in heard


def test_one_customer_does_not_lose_an_address_of_another(desk, ada, ben):
    theirs = ben.identities.get()
    assert desk.post(f"/customers/{ada.pk}/identities/{theirs.pk}/remove").status_code == 404


def test_an_address_comes_first_and_notes_are_changed_pinned_and_deleted(desk, ada, noor, tomas):
    press(desk, f"/customers/{ada.pk}/identities", kind="email", value="ada@work.example")
    added = Identity.objects.get(value="ada@work.example")
    press(desk, f"/customers/{ada.pk}/identities/{added.pk}/first")
    assert list(ada.identities.filter(is_primary=True)) == [added]
    make_primary(ada, identity=added)
    mine, theirs = note(ada, text="Mine", by=noor), note(ada, text="Theirs", by=tomas)
    press(desk, f"/customers/{ada.pk}/notes/{mine.pk}", text="Mine, better")
    press(desk, f"/customers/{ada.pk}/notes/{mine.pk}/pin", on="1")
    press(desk, f"/customers/{ada.pk}/notes/{theirs.pk}", text="Changed by others")
    press(desk, f"/customers/{ada.pk}/notes/{theirs.pk}/delete")
    mine.refresh_from_db(), theirs.refresh_from_db()
    assert (mine.text, mine.is_pinned, theirs.text) == ("Mine, better", True, "Theirs")
    press(desk, f"/customers/{ada.pk}/notes/{mine.pk}/delete")
    assert list(ada.notes.all()) == [theirs]


def test_the_timeline_is_narrowed_by_kind_and_words(desk, ada, noor):
    a_conversation(ada), note(ada, text="Hm", by=noor), set_attribute(ada, name="tier", value="gold", by=noor)
    shown = {
        sort: desk.get(f"/customers/{ada.pk}/events?sort={sort}").content.decode()
        for sort in ("messages", "notes", "changes")
    }
    assert (
        "Wrote to us" in shown["messages"]
        and "left a note" in shown["notes"]
        and "set tier to gold" in shown["changes"]
    )
    assert "left a note" not in shown["changes"] and "gold" not in shown["messages"]
    found = desk.get(f"/customers/{ada.pk}/events?q=GOLD").content.decode()
    assert "set tier to gold" in found and "Wrote to us" not in found


def test_two_are_compared_merged_led_on_and_taken_apart(desk, ada, ben):
    page = desk.get(f"/customers/{ada.pk}/merge?with=ben.okafor@post.example").content.decode()
    assert "Ben Okafor" in page and 'name="take:name"' in page
    desk.post(f"/customers/{ada.pk}/merge", {"with": ben.pk, "take:name": "1"})
    ada.refresh_from_db()
    assert ada.name == "Ben Okafor" and desk.get(f"/customers/{ben.pk}").url == f"/customers/{ada.pk}"
    assert (
        desk.get("/customers?q=ben.okafor").content.decode().count("/customers/")
        and "goes on here" in desk.get(f"/customers/{ada.pk}").content.decode()
    )
    heard = press(desk, f"/customers/{ben.pk}/unmerge")
    ada.refresh_from_db()
    assert ada.name == "Ada Moreau" and heard["toast"]["undo"] == f"/customers/{ada.pk}/merge"
    assert desk.get(f"/customers/{ada.pk}/merge?with=nobody").url == f"/customers/{ada.pk}"


def test_a_field_is_filled_in_and_undone_where_the_customer_is_shown(desk, ada):
    save_field(CustomField(about="customer", label="Size", key="size", kind="number"), by=None)
    heard = press(desk, f"/customers/{ada.pk}/fields", key="size", value="12,5")
    ada.refresh_from_db()
    assert ada.attributes == {"size": 12.5} and heard["toast"]["values"] == {"key": "size", "value": ""}
    assert "number" in press(desk, f"/customers/{ada.pk}/fields", key="size", value="big")["toast"]["says"]
    assert 'value="12.5"' in desk.get(f"/customers/{ada.pk}").content.decode()
    press(desk, f"/customers/{ada.pk}/company", company="Hotel Lux")
    press(desk, f"/customers/{ada.pk}/consent", channel="email", state="granted", source="A call")
    assert "Hotel Lux" in (page := desk.get(f"/customers/{ada.pk}").content.decode()) and "granted" in page


def test_customers_are_narrowed_sorted_and_taken_out(desk, client, ada, ben, grace):
    save_field(CustomField(about="customer", label="Tier", key="tier", kind="text"), by=None)
    set_attribute(ada, name="tier", value="=gold", by=grace)
    asked = urlencode(
        {"conditions": json.dumps({"field": "fields.tier", "is": "=gold"}), "column": "fields.tier", "sort": "name"}
    )
    page = desk.get(f"/customers?{asked}").content.decode()
    assert "Ada Moreau" in page and "=gold" in page and "Ben Okafor" not in page
    assert desk.get("/customers?conditions={").status_code == 422
    assert desk.get(f"/customers/export?{asked}").status_code == 403
    client.force_login(grace)
    taken = b"".join(client.get(f"/customers/export?{asked}&q=%00").streaming_content).decode()
    assert "ada@moreau.example" in taken and "'=gold" in taken and "ben.okafor" not in taken
    assert AuditEntry.objects.filter(action="customers.exported").exists()


def test_columns_that_name_people_cost_the_same_however_many_are_listed(ada, ben, chiara, noor, grace):
    for kind in ("agent", "customer"):
        save_field(CustomField(about="customer", key=kind, label=kind, kind=kind), by=grace)
    for each, agent, other in ((ada, noor, ben), (ben, grace, chiara), (chiara, noor, ada)):
        edit_customer(each, attributes={"agent": agent.pk, "customer": other.pk}, by=grace)
    columns = columns_of(["fields.agent", "fields.customer"], among=offered())
    for several in ([ada], [ada, ben, chiara]):
        with CaptureQueriesContext(connection) as asked:
            said = cells(several, columns)
        assert len(asked) == 2
    assert said == [(noor.name, str(ben)), (grace.name, str(chiara)), (noor.name, str(ada))]


@pytest.mark.parametrize("sort", ["newest", "oldest", "name"])
def test_each_order_shows_everybody_once(sort, desk, db):
    for number in range(120):
        meet(f"Guest {number % 7}", f"guest{number}@post.example")
    address, seen = f"sort={sort}", []
    while address:
        context = desk.get(f"/customers?{address}", headers={"HX-Request": "true"}).context
        seen += [row["customer"].pk for row in context["rows"]]
        address = context["more"]
    assert len(seen) == len(set(seen)) == 120


def test_fields_are_added_changed_and_retired_on_their_page(client, grace, noor):
    client.force_login(noor)
    assert client.get("/settings/fields").status_code == 403
    client.force_login(grace)
    assert "No fields yet" in client.get("/settings/fields").content.decode()
    form = {
        "about": "customer",
        "label": "Tier",
        "kind": "choice",
        "choices": "Gold\nsilver = Silver plated",
        "default": "gold",
    }
    assert client.post("/settings/fields/new", form | {"choices": ""}).status_code == 422
    client.post("/settings/fields/new", form)
    field = CustomField.objects.get()
    assert field.labels() == {"gold": "Gold", "silver": "Silver plated"} and field.default == "gold"
    assert "silver = Silver plated" in client.get(f"/settings/fields/{field.pk}").content.decode()
    client.post(f"/settings/fields/{field.pk}", {"label": "Level", "kind": "choice", "choices": "Gold", "default": ""})
    client.post(f"/settings/fields/{field.pk}/turn", {"on": "0"})
    field.refresh_from_db()
    assert (field.label, field.default, field.retired_at is None) == ("Level", None, False)
    assert "Ask it again" in client.get("/settings/fields").content.decode()
