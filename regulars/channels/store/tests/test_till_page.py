"""The till as whoever stands there uses it: by hand, and what its queue sends later."""

from __future__ import annotations

import pytest

from regulars.channels.store.models import Place, Slip
from regulars.loyalty.tests.members import a_member, a_programme


@pytest.fixture
def till(grace, ada, client, tomas):
    programme = a_programme(by=grace)
    place = Place.objects.create(name="Canal Street", programme=programme)
    client.force_login(tomas)
    return f"/till/{place.pk}", a_member(ada, programme)


def test_a_member_is_found_credited_and_undone(till, client, ben):
    page, member = till
    assert client.get("/till").url == page and "Nothing yet" in client.get(page).content.decode()
    assert "Ada Moreau" in client.get(f"{page}/find?q=moreau").content.decode()
    assert "Let them join" in client.get(f"{page}/find?q=okafor").content.decode()
    slip = {
        "client_id": "till-1",
        "kind": "earn",
        "card": member.number,
        "amount": "12,50",
        "at": "2026-01-01T10:00:00Z",
    }
    assert client.post(f"{page}/slips", slip).status_code == 422, "a till that has kept it for months"
    told = client.post(f"{page}/slips", slip | {"at": ""}).json()
    assert told["said"] == "12 points for Ada Moreau. That makes 12 points."
    assert client.post(f"{page}/slips", slip | {"at": ""}).json() == told
    assert "+12" in client.get(f"{page}/today").content.decode() and "€12.50" in client.get(page).content.decode()
    assert client.post(f"{page}/slips/{told['slip']}/undo").json() == {"said": "Undone."}
    assert "undone" in client.get(f"{page}/today").content.decode()
    joined = client.post(f"{page}/join", {"customer": ben.pk}).content.decode()
    assert "Ben Okafor" in joined and "0 points" in joined
    assert client.post(f"{page}/join", {"name": "Zoe", "phone": "070"}).status_code == 422
    assert "Zoe" in client.post(f"{page}/join", {"name": "\x00Zoe", "phone": "+33 6 12 34 56 78"}).content.decode()
    assert "Zoe" not in client.get(f"{page}/find?q=000%00").content.decode(), (
        "everybody has a phone with zeros before it"
    )
    assert client.get(f"{page}/members/%00").status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [{"amount": "1.250,00"}, {"amount": "12.505"}, {"amount": "NaN"}, {"amount": "-3"}, {"amount": ""}, {"card": "X"}, {"card": ""}, {"card": "\x00"},
     {"kind": "redeem", "points": "٣"}, {"kind": "redeem", "points": "4.5"}, {"client_id": ""}, {"kind": "gift"}],
)  # fmt: skip
def test_what_is_typed_wrong_is_said_and_never_tried_again(till, client, wrong):
    page, member = till
    slip = {"client_id": "t", "kind": "earn", "card": member.number, "amount": "12.50"} | wrong
    answer = client.post(f"{page}/slips", slip)
    assert answer.status_code == 422 and answer.json()["wrong"] and not Slip.objects.exists()


def test_a_manager_keeps_the_places(till, client, grace):
    page, member = till
    assert client.get("/settings/places").status_code == 403
    client.force_login(grace)
    given = {"name": "Harbour", "programme": member.programme_id, "largest": "50.00", "is_open": "on"}
    assert client.post("/settings/places/new", given | {"largest": "0"}).status_code == 422
    assert client.post("/settings/places/new", given | {"name": "Canal Street"}).status_code == 422
    assert client.post("/settings/places/new", given).status_code == 302
    assert Place.objects.get(name="Harbour").largest == 5000
    assert "Harbour" in client.get("/settings/places").content.decode()
    assert "At which counter" in client.get("/till").content.decode()
    Place.objects.update(is_open=False)
    assert client.get(page).status_code == 404
