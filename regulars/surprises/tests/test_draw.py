"""A lot is drawn: once, within its limits, and anybody can draw it again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from regulars.customers.actions.set_consent import set_consent
from regulars.customers.actor import SYSTEM
from regulars.experiments.models import Holdout
from regulars.loyalty.tests.members import a_member, a_programme, points
from regulars.rewards.models import Claim, Reward
from regulars.surprises.actions.draw import draw
from regulars.surprises.actions.save_surprise import save_surprise
from regulars.surprises.lots import IN_ALL, new_seed, prize_of, ticket_of
from regulars.surprises.models import Draw, Prize, Surprise


@pytest.fixture
def surprise(grace) -> Surprise:
    """50 points for sure, three times at most."""
    return a_surprise(grace, Prize(name="A cup", chance=IN_ALL, points=50, stock=3))


def a_surprise(by, *prizes: Prize, **facts) -> Surprise:
    said = {"is_open": True, "member_days": 0, "reason": "For the trouble"}
    surprise = Surprise(programme=a_programme(), name="Sorry", **said | facts)
    save_surprise(surprise, prizes=prizes, by=by)
    return surprise


def test_points_are_drawn_and_the_lot_can_be_drawn_again(surprise, ada):
    member = a_member(ada, surprise.programme)
    drawn = draw(ada, surprise=surprise, key="letter 1", by=SYSTEM)
    assert (points(member), drawn.worth, drawn.prize.stock) == (50, 50, 2)
    assert drawn.ticket == ticket_of(drawn.seed) and prize_of(drawn.ticket, drawn.chances) == drawn.prize_id
    assert draw(ada, surprise=surprise, key="letter 1", by=SYSTEM) == drawn and points(member) == 50
    for number in (2, 3, 4):
        drawn = draw(ada, surprise=surprise, key=f"letter {number}", by=SYSTEM)
    assert (drawn.prize, drawn.chances, points(member)) == (None, [], 150), "what is used up is nothing"


def test_nothing_is_drawn_without_a_reason_that_is_kept(surprise, ada, ben, noor, grace):
    assert draw(ada, surprise=surprise, by=SYSTEM).why_not == "no member"
    a_member(ada, surprise.programme)
    a_member(ben, surprise.programme)
    Surprise.objects.update(agent_most=1, member_days=30)
    assert draw(ada, surprise=surprise, by=noor).why_not == ""
    assert draw(ada, surprise=surprise, by=SYSTEM).why_not == "too soon"
    assert draw(ada, surprise=surprise, at=timezone.now() + timedelta(days=31), by=SYSTEM).why_not == ""
    assert draw(ben, surprise=surprise, by=noor).why_not == "agent"
    set_consent(ben, channel="email", purpose="profiling", state="withdrawn", source="a call", by=grace)
    assert draw(ben, surprise=surprise, by=SYSTEM).why_not == "objects"
    Surprise.objects.update(is_open=False)
    assert draw(ben, surprise=surprise, by=SYSTEM).why_not == "closed"


def test_who_is_held_out_gets_none(surprise, ada):
    a_member(ada, surprise.programme)
    Holdout.objects.create(share=IN_ALL)
    assert draw(ada, surprise=surprise, by=SYSTEM).why_not == "held"


def test_beyond_the_budget_there_is_nothing(ada, grace):
    surprise = a_surprise(grace, Prize(name="A cup", chance=IN_ALL, points=50), budget=120)
    member = a_member(ada, surprise.programme)
    prizes = [draw(ada, surprise=surprise, by=SYSTEM).prize for _each in range(3)]
    assert [bool(each) for each in prizes] == [True, True, False] and points(member) == 100


def test_a_reward_is_drawn_as_a_present_and_none_of_which_no_code_is_left(ada, grace, monkeypatch):
    programme = a_programme("Cups")
    reward = Reward.objects.create(programme=programme, name="A mug", kind="custom", points=300, stock=1)
    listed = Reward.objects.create(programme=programme, name="€5 off", points=300, is_pooled=True)
    surprise = Surprise(programme=programme, name="Mugs", reason="Thanks", is_open=True, member_days=0)
    prizes = [Prize(name=str(each), chance=IN_ALL // 2, reward=each) for each in (reward, listed)]
    save_surprise(surprise, prizes=prizes, by=grace)
    monkeypatch.setattr("regulars.surprises.actions.draw.ticket_of", lambda seed: 0)
    member = a_member(ada, programme)
    for _each in range(2):
        draw(ada, surprise=surprise, by=grace)
    reward.refresh_from_db()
    claim = Claim.objects.get()
    assert (claim.customer, claim.is_gift, claim.reason, reward.stock, points(member)) == (ada, True, "Thanks", 0, 0)
    assert [each.worth for each in Draw.objects.order_by("pk")] == [300, 0]


def test_a_reward_without_a_price_takes_of_the_budget_what_it_costs(ada, grace):
    programme = a_programme("Cups")
    reward = Reward.objects.create(programme=programme, name="€5 off", kind="amount", amount=500, points=0)
    surprise = Surprise(programme=programme, name="Off", reason="Sorry", is_open=True, member_days=0, budget=1100)
    save_surprise(surprise, prizes=[Prize(name="Off", chance=IN_ALL, reward=reward)], by=grace)
    a_member(ada, programme)
    assert [draw(ada, surprise=surprise, by=SYSTEM).worth for _each in range(3)] == [500, 500, 0]


@pytest.mark.parametrize(
    "prizes",
    [
        [],
        [Prize(name="Too sure", chance=IN_ALL, points=1), Prize(name="More", chance=1, points=1)],
        [Prize(name="", chance=1, points=1)],
        [Prize(name="Never", chance=0, points=1)],
        [Prize(name="Neither", chance=1)],
    ],
)
def test_chances_that_cannot_be_are_refused(grace, prizes):
    with pytest.raises(ValidationError):
        a_surprise(grace, *prizes)
    assert not Surprise.objects.exists()


@given(chances=st.lists(st.integers(0, IN_ALL), max_size=6), ticket=st.integers(0, IN_ALL - 1))
def test_each_prize_has_as_many_tickets_as_its_chance(chances, ticket):
    numbered = list(enumerate(chances, start=1))
    if sum(chances) > IN_ALL:
        with pytest.raises(ValueError):
            prize_of(ticket, numbered)
        return
    found = prize_of(ticket, numbered)
    before = sum(chance for number, chance in numbered if found is None or number < found)
    assert before <= ticket < (before + chances[found - 1] if found else IN_ALL)


def test_tickets_are_spread_evenly():
    tickets = [ticket_of(f"{number:032x}") for number in range(2000)]
    assert min(tickets) >= 0 and max(tickets) < IN_ALL and len(new_seed()) == 32
    fifths = [sum(fifth * 2000 <= each < fifth * 2000 + 2000 for each in tickets) for fifth in range(5)]
    assert all(320 < each < 480 for each in fifths), fifths
