import json

import pytest
from django.test import Client

from regulars.customers.models import Identity
from regulars.team.models import Agent
from tests.cast import meet


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
