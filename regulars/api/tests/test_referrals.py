"""Friends are brought along by programs alone: terms, a link, who sent whom, and what is decided."""

from regulars.api.shapes import referrals as shapes
from regulars.commerce.tests.buying import buys
from regulars.loyalty.tests.members import a_programme


def test_friends_are_brought_along_by_programs_alone(owner, program, ada, ben):
    terms = f"/loyalty/programmes/{a_programme(earning={'points': 0}).pk}/referrals"
    assert owner.get(terms).json()["is_open"] is False
    said = owner.patch(terms, is_open=True, wait_days=0, milestones=[[1, 50]], weights={"in a hurry": 40}).json()
    assert shapes.Scheme.model_validate(said).milestones == [[1, 50]]
    assert owner.patch(terms, weights={"bad mood": 1}).status_code == 422
    giver, friend = (owner.post("/loyalty/members", customer=each.pk).json()["id"] for each in (ada, ben))
    link = shapes.Link.model_validate(program.post(f"/loyalty/members/{giver}/referral-link").json())
    assert link.address.endswith(f"/r/{link.code}")
    assert owner.post("/referrals", member=giver, code=link.code).json()["errors"][0]["field"] == "code"
    begun = owner.post("/referrals", member=friend, code=link.code.lower())
    assert begun.status_code == 201 and begun.json()["state"] == "joined"
    one = f"/referrals/{begun.json()['id']}"
    assert owner.post(f"{one}/approve").status_code == 422, "nothing was bought"
    buys(ben)
    flagged = shapes.Referral.model_validate(owner.get(one).json())
    assert (flagged.state, flagged.signs[0].word) == ("flagged", "in a hurry")
    assert program.post(f"{one}/approve").status_code == 403
    assert owner.post(f"{one}/approve", note="A real friend").json()["state"] == "approved"
    assert owner.get(f"/loyalty/members/{giver}").json()["available"] == 550, "and a milestone"
    assert [each["id"] for each in owner.get("/referrals", customer=ada.pk, state="approved").json()["items"]] == [
        flagged.id
    ]
    assert owner.post(f"{one}/void", note="Not so").json()["state"] == "taken back"
    assert owner.get(f"/loyalty/members/{giver}").json()["available"] == 0
