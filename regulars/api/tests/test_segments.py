"""Programs make segments, ask who is in them, and put customers on lists."""

from __future__ import annotations

from regulars.api.tests.conftest import Program
from regulars.customers.models import Customer
from regulars.segments.actions.build import build
from regulars.segments.models import Segment


def test_a_program_makes_a_segment_and_asks_who_is_in_it(
    owner: Program, program: Program, ada: Customer, ben: Customer
) -> None:
    rule = {"field": "name", "is": ada.name}
    assert owner.post("/segments/size", conditions=rule).json() == {"number": 1, "is_exact": True}
    made = owner.post("/segments", name="Ada", conditions=rule).json()
    assert program.post("/segments", name="Not theirs").status_code == 403
    while build():
        pass
    said = program.get(f"/segments/{made['id']}").json()
    assert (said["size"], said["is_building"]) == (1, False)
    assert [each["customer"] for each in program.get(f"/segments/{made['id']}/customers").json()["items"]] == [ada.pk]
    wrong = owner.patch(f"/segments/{made['id']}", conditions={"field": "teir", "is": 1})
    assert wrong.status_code == 422 and wrong.json()["errors"][0]["field"] == "conditions"
    friends = owner.post("/segments", name="Friends", kind="list").json()
    for changed in (2, 0):
        put = program.post(f"/segments/{friends['id']}/customers", customers=[ada.pk, ben.pk])
        assert put.json() == {"changed": changed}
    assert owner.delete(f"/segments/{made['id']}").status_code == 204
    assert [each["name"] for each in program.get("/segments").json()["items"]] == [Segment.objects.get().name]
