"""Rewards by programs: the catalogue, claiming, codes at a checkout, gift cards, points as money, goodwill."""

from __future__ import annotations

import pytest

from regulars.api import rewarding
from regulars.api.shapes import rewards as shapes
from regulars.live.sharing import SharedThrottle
from regulars.loyalty.models import Account, Programme
from regulars.rewards.actions.save_budget import save_budget
from regulars.rewards.actions.save_paying import save_paying
from regulars.rewards.models import Budget, Paying


@pytest.fixture
def member(owner, ada):
    terms = {"value": {"points": 20, "worth": 100}}
    owner.post("/loyalty/programmes", name="Card", terms=terms)
    member = owner.post("/loyalty/members", customer=ada.pk).json()["id"]
    owner.post(f"/loyalty/members/{member}/earn", points=1000)
    return member


def word(answer) -> str:
    assert answer.status_code in (409, 422), answer.content
    return answer.json()["errors"][0]["code"]


def test_a_checkout_checks_and_uses_codes_and_is_told_why_not(owner, program, member):
    made = owner.post("/rewards", name="€5 off", amount=500, least_order=2000, points=100, stock=1).json()
    shapes.Reward.model_validate(made)
    assert program.patch(f"/rewards/{made['id']}", stock=9).status_code == 403
    assert owner.patch(f"/rewards/{made['id']}", kind="percent").json()["errors"][0]["field"] == "percent"
    [offered] = program.get(f"/loyalty/members/{member}/rewards").json()
    shapes.OfferedReward.model_validate(offered)
    assert offered["why_not"] is None
    had = program.post(f"/loyalty/members/{member}/claims", reward=made["id"], key="cart:1")
    assert had.json() == program.post(f"/loyalty/members/{member}/claims", reward=made["id"], key="cart:1").json()
    claim = had.json()
    shapes.Claim.model_validate(claim)
    assert word(program.post(f"/loyalty/members/{member}/claims", reward=made["id"])) == "sold_out"
    small = program.post("/codes/check", code=claim["code"].lower(), order=1999).json()
    shapes.Checked.model_validate(small)
    assert (small["is_good"], small["why_not"]) == (False, "too_small")
    assert program.post("/codes/check", code=claim["code"], order=2000).json()["is_good"]
    assert program.post("/codes/use", code=claim["code"], order=-1).json()["errors"][0]["field"] == "order"
    assert program.post("/codes/check", code="nonsense").json()["why_not"] == "unknown"
    for _twice in range(2):
        used = program.post("/codes/use", code=claim["code"], order=2000, reference="shop:1")
        assert used.json()["state"] == "used"
    assert word(program.post("/codes/use", code=claim["code"], reference="shop:2")) == "used"
    assert program.post(f"/claims/{claim['id']}/cancel", reason="Refunded").json()["state"] == "cancelled"
    assert owner.get(f"/loyalty/members/{member}").json()["available"] == 1000
    assert [each["id"] for each in program.get("/claims", state="cancelled").json()["items"]] == [claim["id"]]


def test_codes_are_not_tried_by_the_thousand(program, monkeypatch):
    monkeypatch.setattr(rewarding, "checking", SharedThrottle("test.checking", per_second=1 / 3600, burst=2))
    answers = [program.post("/codes/check", code="AAAA").status_code for _each in range(3)]
    assert answers == [200, 200, 429] and program.post("/codes/use", code="AAAA").status_code == 429


def test_a_gift_card_is_spent_in_parts_and_refunded_to_it(owner, program, member):
    made = owner.post("/rewards", name="Card", kind="gift card", amount=1000, points=200).json()
    card = program.post(f"/loyalty/members/{member}/claims", reward=made["id"]).json()
    assert (card["left"], card["expires_at"]) == (1000, None)
    assert word(program.post("/codes/use", code=card["code"])) == "amount"
    for _twice in range(2):
        assert program.post("/codes/use", code=card["code"], amount=300, reference="a", key="1").json()["left"] == 700
    assert word(program.post("/codes/use", code=card["code"], amount=301, key="1")) == "taken"
    assert word(program.post("/codes/use", code=card["code"], amount=701)) == "not_enough"
    assert word(program.post(f"/claims/{card['id']}/cancel")) == "used"
    assert program.post("/codes/use", code=card["code"], amount=700, reference="b").json()["state"] == "used"
    assert word(program.post("/codes/refund", code=card["code"], amount=301, reference="a")) == "too_much"
    back = program.post("/codes/refund", code=card["code"], amount=300, reference="a").json()
    assert (back["left"], back["state"]) == (300, "ready")


def test_a_part_of_an_order_is_paid_with_points(owner, program, member, grace):
    one = f"/loyalty/members/{member}"
    assert word(program.post(f"{one}/pay/preview", order=1000)) == "off"
    save_paying(Paying(programme=Programme.objects.get(), is_on=True, least=40, step=20, percent=50), by=grace)
    assert program.post(f"{one}/pay/preview", order=1000).json() == {"points": 100, "amount": 500}
    assert program.post(f"{one}/pay/preview", order=399).json() == {"points": 0, "amount": 0}
    assert word(program.post(f"{one}/pay", order=399)) == "nothing"
    paid = program.post(f"{one}/pay", order=1000, points=99, reference="shop:1", key="pay:1").json()
    shapes.Paid.model_validate(paid)
    assert paid == program.post(f"{one}/pay", order=1000, points=99, reference="shop:1", key="pay:1").json()
    assert (paid["points"], paid["amount"]) == (80, 400)
    program.post(f"/loyalty/holds/{paid['hold']}/capture")
    assert Account.objects.get().spent == 80


def test_a_program_makes_it_right_within_its_agents_budget(owner, program, member, ada):
    save_budget(Budget(programme=Programme.objects.get(), alone=500, most=2000), by=None)
    reward = owner.post("/rewards", name="Coffee", kind="product", points=40).json()
    given = program.post(f"/customers/{ada.pk}/goodwill", reward=reward["id"], reason="Late").json()
    shapes.Goodwill.model_validate(given)
    assert (given["state"], given["worth"]) == ("given", 200)
    waits = program.post(f"/customers/{ada.pk}/goodwill", points=101, reason="Late").json()
    assert waits["state"] == "waiting" and word(program.post(f"/goodwill/{waits['id']}/approve")) == "not_yours"
    assert word(program.post(f"/customers/{ada.pk}/goodwill", points=300, reason="Late")) == "too_many"
    assert owner.post(f"/goodwill/{waits['id']}/approve").json()["state"] == "given"
    again = program.post(f"/customers/{ada.pk}/goodwill", points=101, reason="Late").json()
    assert program.post(f"/goodwill/{again['id']}/decline").json()["state"] == "declined"
    assert [each["state"] for each in program.get("/goodwill").json()["items"]] == ["declined", "given", "given"]


def test_codes_of_the_shops_own_are_added_once(owner, member):
    made = owner.post("/rewards", name="Spring", kind="shipping", is_pooled=True).json()
    assert owner.post(f"/rewards/{made['id']}/codes", codes=["A-1", " A-1 ", "A-2"]).json() == {"new": 2}
    assert owner.post(f"/rewards/{made['id']}/codes", codes=["A-1"]).json() == {"new": 0}
    assert owner.post(f"/rewards/{made['id']}/codes", codes=["x" * 65]).status_code == 422
    assert owner.post(f"/loyalty/members/{member}/claims", reward=made["id"]).json()["code"] == "A-1"
