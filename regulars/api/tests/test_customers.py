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
