"""A till of somebody else's: finds members, sends its slips as often as it likes."""

from regulars.api.shapes import store as shapes
from regulars.channels.store.models import Place
from regulars.loyalty.tests.members import a_member, a_programme


def test_a_till_sends_a_slip_twice_and_undoes_it(program, grace, ada):
    place = Place.objects.create(name="Canal Street", programme=a_programme(by=grace))
    member = a_member(ada, place.programme)
    [known] = program.get("/places").json()["items"]
    shapes.Place.model_validate(known)
    one = f"/places/{known['id']}"
    assert [each["id"] for each in program.get(f"{one}/members", search="moreau").json()["items"]] == [member.pk]
    slip = {"client_id": "a-1", "kind": "earn", "card": member.number, "amount": 1250}
    sent = [program.post(f"{one}/slips", **slip) for _time in range(2)]
    assert [each.status_code for each in sent] == [201, 201] and sent[0].json() == sent[1].json()
    shapes.Slip.model_validate(sent[0].json())
    assert program.post(f"{one}/slips", **slip | {"amount": 1}).status_code == 409
    refused = program.post(f"{one}/slips", **slip | {"card": "nobody's", "client_id": "a-2"})
    assert refused.status_code == 422 and refused.json()["errors"][0]["field"] == "member"
    assert program.post(f"{one}/slips", **slip | {"kind": "visit", "client_id": "a-3"}).status_code == 422, (
        "they were here just now"
    )
    undone = program.post(f"/slips/{sent[0].json()['id']}/undo").json()
    assert undone["undone_at"] and [each["id"] for each in program.get(f"{one}/slips").json()["items"]] == [
        undone["id"]
    ]
    assert program.post("/slips/0/undo").status_code == program.get("/places/0/slips").status_code == 404
