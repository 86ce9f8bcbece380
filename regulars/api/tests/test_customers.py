import json
from collections.abc import Callable
from typing import Any

import pytest

from regulars.api import shapes
from regulars.api.tests.conftest import Program
from regulars.customers.models import Customer
from tests.cast import a_conversation

pytestmark = [pytest.mark.django_db, pytest.mark.urls("regulars.api.tests.urls")]
Refused = Callable[..., None]


def test_customers_are_listed_and_found(program: Program, ada: Customer, ben: Customer) -> None:
    first = program.get("/customers", limit=1).json()
    second = program.get("/customers", limit=1, cursor=first["next"]).json()
    shapes.PageOf[shapes.Customer].model_validate(first)
    assert [row["id"] for row in first["items"] + second["items"]] == [ben.pk, ada.pk]
    assert [row["email"] for row in program.get("/customers", search="moreau").json()["items"]] == [
        "ada@moreau.example"
    ]


def test_a_customer_is_added_with_all_that_is_known(program: Program) -> None:
    answer = program.post(
        "/customers",
        name="Dana Ilves",
        email="Dana@Post.example",
        phone="+33 6 39 98 12 07",
        external_id="shop-8841",
        language="et",
        time_zone="Europe/Tallinn",
        attributes={"likes": "filter", "visits": 12, "member": True},
    )
    told = answer.json()
    shapes.Customer.model_validate(told)
    assert answer.status_code == 201
    assert (told["email"], told["phone"], told["language"]) == ("dana@post.example", "+33639981207", "et")
    assert [each["value"] for each in told["identities"]] == ["dana@post.example", "+33639981207", "shop-8841"]
    assert told["attributes"] == {"likes": "filter", "visits": 12, "member": True}
    assert program.get(f"/customers/{told['id']}").json() == told


@pytest.mark.parametrize(
    ("given", "field", "status"),
    [
        ({"name": "Nobody"}, "email", 422),
        ({"email": "nobody"}, "email", 422),
        ({"phone": "06 39"}, "phone", 422),
        ({"email": "ada@moreau.example"}, "email", 409),
        ({"email": "new@post.example", "time_zone": "Mars/Olympus"}, "time_zone", 422),
        ({"email": "new@post.example", "attributes": {"a": []}}, "attributes", 422),
        ({"email": "new@post.example", "language": "???"}, "language", 422),
        ({"email": "new@post.example", "name": "x" * 201}, "name", 422),
        ({"email": "new@post.example", "nmae": "x"}, "nmae", 422),
        ({"email": None}, "email", 422),
    ],
)
def test_bad_input_names_the_field_and_adds_nobody(
    given: dict[str, Any], field: str, status: int, program: Program, ada: Customer, refused: Refused
) -> None:
    refused(program.post("/customers", **given), status, field)
    assert list(Customer.objects.all()) == [ada]


def test_changes_leave_the_rest_as_it_is(program: Program, ada: Customer, refused: Refused) -> None:
    program.patch(f"/customers/{ada.pk}", attributes={"likes": "oat milk", "size": "L"})
    told = program.patch(f"/customers/{ada.pk}", name="Ada M.", attributes={"size": None}).json()
    shapes.Customer.model_validate(told)
    assert (told["name"], told["language"], told["attributes"]) == ("Ada M.", "en", {"likes": "oat milk"})
    refused(program.patch(f"/customers/{ada.pk}", name="Other", time_zone="?"), 422, "time_zone")
    assert Customer.objects.get().name == "Ada M."


def test_identities_are_added_and_taken_away(program: Program, ada: Customer, ben: Customer, refused: Refused) -> None:
    answer = program.post(f"/customers/{ada.pk}/identities", kind="email", value="ada@work.example")
    shapes.Identity.model_validate(answer.json())
    again = program.post(f"/customers/{ada.pk}/identities", kind="email", value="ADA@work.example")
    assert answer.json() == again.json()
    refused(
        program.post(f"/customers/{ben.pk}/identities", kind="email", value="ada@work.example"), 409, "value", "taken"
    )
    refused(program.post(f"/customers/{ada.pk}/identities", kind="pigeon", value="coo"), 422, "kind")
    path = f"/api/customers/{ada.pk}/identities/{answer.json()['id']}"
    assert [program.client.delete(path).status_code for _ in range(2)] == [204, 204]
    assert len(program.get(f"/customers/{ada.pk}").json()["identities"]) == 1


def test_the_timeline_is_told_page_by_page(program: Program, ada: Customer) -> None:
    a_conversation(ada, "Hi", "Hello?")
    first = program.get(f"/customers/{ada.pk}/timeline", limit=2).json()
    second = program.get(f"/customers/{ada.pk}/timeline", limit=2, cursor=first["next"]).json()
    shapes.PageOf[shapes.Line].model_validate(first)
    kinds = [line["kind"] for line in first["items"] + second["items"]]
    assert kinds == ["message.received", "message.received", "conversation.opened"]
    assert second["next"] is None


def test_notes_and_conversations_of_a_customer(
    program: Program, ada: Customer, ben: Customer, refused: Refused
) -> None:
    note = program.post(f"/customers/{ada.pk}/notes", text="Likes it strong.").json()
    shapes.Note.model_validate(note)
    refused(program.post(f"/customers/{ada.pk}/notes", text=" "), 422, "text", "missing")
    assert program.get(f"/customers/{ada.pk}/notes").json() == {"items": [note], "next": None}
    conversation = a_conversation(ada)
    a_conversation(ben)
    assert [row["id"] for row in program.get(f"/customers/{ada.pk}/conversations").json()["items"]] == [conversation.pk]


@pytest.mark.parametrize("path", ["", "/timeline", "/notes", "/conversations"])
def test_who_is_not_there_is_not_found_and_strangers_see_nothing(
    path: str, program: Program, stranger: Program, ada: Customer, refused: Refused
) -> None:
    refused(program.get(f"/customers/{ada.pk + 1}{path}"), 404)
    refused(stranger.get(f"/customers/{ada.pk}{path}"), 401)


def test_strangers_change_nothing(stranger: Program, ada: Customer, refused: Refused) -> None:
    refused(stranger.post("/customers", email="new@post.example"), 401)
    refused(stranger.patch(f"/customers/{ada.pk}", name="Other"), 401)
    refused(stranger.post(f"/customers/{ada.pk}/notes", text="Hi"), 401)
    assert Customer.objects.get().name == "Ada Moreau"


def test_customers_are_merged_led_on_and_parted(
    program: Program, ada: Customer, ben: Customer, refused: Refused
) -> None:
    told = program.post(f"/customers/{ben.pk}/merge", into=ada.pk, take=["name"]).json()
    shapes.Customer.model_validate(told)
    assert (told["id"], told["name"], len(told["identities"])) == (ada.pk, "Ben Okafor", 2)
    led = program.get(f"/customers/{ben.pk}")
    assert (led.status_code, led["Location"]) == (308, f"/api/customers/{ada.pk}")
    assert program.post(f"/customers/{ben.pk}/notes", text="Hm.").status_code == 201 and ada.notes.exists()
    refused(program.post(f"/customers/{ada.pk}/merge", into=ben.pk), 422, "into")
    refused(program.post(f"/customers/{ada.pk}/merge", into=10**9), 422, "into", "unknown")
    assert program.post(f"/customers/{ben.pk}/unmerge").json()["name"] == "Ben Okafor"
    assert program.get(f"/customers/{ada.pk}").json()["name"] == "Ada Moreau"
    assert program.get(f"/customers/{ada.pk}/likely").json() == {"items": [], "next": None}


def test_consents_are_written_down(program: Program, ada: Customer, refused: Refused) -> None:
    told = program.post(f"/customers/{ada.pk}/consents", channel="email", state="granted", source="Sign-up").json()
    shapes.PageOf[shapes.Consent].model_validate(told)
    assert told == program.get(f"/customers/{ada.pk}/consents").json() and told["items"][0]["state"] == "granted"
    refused(
        program.post(f"/customers/{ada.pk}/consents", channel="pigeon", state="granted", source="x"), 422, "channel"
    )


def test_companies_and_their_people(program: Program, ada: Customer, refused: Refused) -> None:
    made = program.post("/companies", name="Moreau & Co", domains=["moreau.example"]).json()
    shapes.Company.model_validate(made)
    assert program.get(f"/customers/{ada.pk}").json()["company"] == {"id": made["id"], "name": "Moreau & Co"}
    refused(program.post("/companies", name="Other", domains=["moreau.example"]), 409, "domains", "taken")
    refused(program.post("/companies", name="Other", domains=["gmail.com"]), 422, "domains")
    changed = program.patch(f"/companies/{made['id']}", notes="Pays late.", attributes={"rank": 3}).json()
    assert changed == program.get(f"/companies/{made['id']}").json() and changed["attributes"] == {"rank": 3}
    assert [each["id"] for each in program.get("/companies", search="moreau").json()["items"]] == [made["id"]]
    assert program.patch(f"/customers/{ada.pk}", company=None).json()["company"] is None
    refused(program.patch(f"/customers/{ada.pk}", company=10**9), 422, "company")


def test_custom_fields_are_added_filled_in_and_refused_by_name(
    program: Program, owner: Program, ada: Customer, refused: Refused
) -> None:
    conversation = a_conversation(ada)
    refused(program.post("/fields", about="customer", label="Tier", kind="choice"), 403)
    made = owner.post("/fields", about="customer", label="Tier", kind="choice", choices=[{"label": "Gold"}]).json()
    shapes.CustomField.model_validate(made)
    owner.post("/fields", about="conversation", label="Order", kind="number", key="order")
    assert len(program.get("/fields").json()["items"]) == 2
    refused(program.patch(f"/customers/{ada.pk}", attributes={"tier": "lead"}), 422, "attributes.tier", "wrong_value")
    assert program.patch(f"/customers/{ada.pk}", attributes={"tier": "Gold"}).json()["attributes"]["tier"] == "gold"
    path = f"/conversations/{conversation.pk}/fields"
    assert program.patch(path, fields={"order": "12"}).json()["fields"] == {"order": 12}
    refused(program.patch(path, fields={"order": None, "nothing": 1}), 422, "field", "unknown")
    assert program.get(f"/conversations/{conversation.pk}").json()["fields"] == {"order": 12}
    asked = {"conditions": json.dumps({"field": "fields.tier", "is": "gold"})}
    assert [each["id"] for each in program.get("/customers", **asked).json()["items"]] == [ada.pk]
    refused(program.get("/customers", conditions="{"), 422, "conditions")
    assert owner.patch(f"/fields/{made['id']}", label="Level", is_retired=True).json()["is_retired"] is True
