"""Something is reached: so often, or so long in a row; once, anew, and lost again."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from regulars.commerce.events import OrderCancelled, OrderResumed
from regulars.commerce.tests.buying import buys, order_facts, refunded, tell
from regulars.loyalty.models import Account
from regulars.loyalty.tests.members import LONG_AGO, a_member, a_programme, points
from regulars.rewards.models import Reward
from regulars.surprises.actions.count_again import count_again
from regulars.surprises.actions.save_achievement import save_achievement
from regulars.surprises.actions.uncount import uncount
from regulars.surprises.models import Achievement, Round
from regulars.surprises.rounds import in_a_row, the_round


@pytest.fixture
def member(ada) -> Account:
    return a_member(ada, a_programme(earning={"points": 0}), at=timezone.now() - LONG_AGO)


def an_achievement(member: Account, by, **facts) -> Achievement:
    said = {"name": "Two orders", "event": "order.paid", "many": 2, "points": 40}
    achievement = Achievement(programme=member.programme, **said | facts)
    save_achievement(achievement, by=by)
    return achievement


def test_it_is_reached_once_and_lost_with_its_order(member, ada, grace):
    an_achievement(member, grace)
    told = order_facts(ada, 900, number="1")
    tell(told)
    tell(told)
    assert Round.objects.get().many == 1, "an order counts once: count_towards knows it"
    buys(ada, number="2")
    buys(ada, number="3")
    assert (points(member), Round.objects.get().many) == (40, 2)
    refunded(told, 100)
    assert points(member) == 40, "a part of an order was refunded"
    refunded(told, 800)
    assert (points(member), Round.objects.get().reached_at) == (0, None), "what uncount takes away"
    buys(ada, number="4")
    assert points(member) == 40


def test_an_order_that_goes_on_after_it_was_cancelled_counts_again_whatever_is_heard_first(member, ada, grace):
    an_achievement(member, grace, many=1)
    told, now = order_facts(ada, 900, number="1"), timezone.now()
    tell(told)
    tell(told, cancelled_at=now, updated_at=now)
    assert points(member) == 0
    order = tell(told, updated_at=timezone.now())
    assert points(member) == 40, "what count_again has brought"
    uncount(OrderCancelled(order=order.pk, number="#1", reason=""), customer=ada)
    assert points(member) == 40, "heard late: it goes on by now"
    tell(told, cancelled_at=now, updated_at=timezone.now())
    count_again(OrderResumed(order=order.pk, number="#1"), customer=ada)
    assert points(member) == 0, "heard late: it is cancelled by now"


def test_who_reaches_it_when_no_code_is_left_gets_the_points_all_the_same(member, ada, grace):
    reward = Reward.objects.create(programme=member.programme, name="€5 off", is_pooled=True)
    an_achievement(member, grace, many=1, reward=reward)
    buys(ada)
    assert (points(member), Round.objects.get().claim) == (40, None)


def test_it_begins_anew_when_it_is_reached(member, ada, grace):
    an_achievement(member, grace, many=1, again="when reached")
    for number in range(3):
        buys(ada, number=str(number))
    assert (points(member), Round.objects.count()) == (120, 3)


def test_it_begins_anew_when_its_time_is_over(member, grace):
    achievement = an_achievement(member, grace, again="when over", lasts="month")
    may, june = (timezone.now().replace(year=2024, month=month, day=20) for month in (5, 6))
    first = the_round(achievement, member, at=may)
    first.reached_at = may
    first.save()
    assert the_round(achievement, member, at=may) is None, "reached, and its time is not over"
    assert the_round(achievement, member, at=june).number == 2


@pytest.mark.parametrize(
    ("unit", "days", "longest"),
    [
        ("day", [date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1), date(2024, 3, 1), date(2024, 3, 4)], 3),
        ("week", [date(2024, 12, 23), date(2024, 12, 30), date(2025, 1, 12), date(2025, 1, 20)], 3),
        ("month", [date(2023, 11, 30), date(2023, 12, 1), date(2024, 1, 31), date(2024, 3, 1)], 3),
        ("day", [], 0),
    ],
)
def test_days_weeks_and_months_in_a_row(unit, days, longest):
    assert in_a_row(days, unit) == longest


@pytest.mark.parametrize("wrong", [{"event": "order.dreamt"}, {"again": "when over", "lasts": ""}])
def test_what_cannot_be_is_refused(member, grace, wrong):
    with pytest.raises(ValidationError):
        an_achievement(member, grace, **wrong)
    assert not Achievement.objects.exists()
