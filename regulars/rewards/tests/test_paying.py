"""Points as money, gift cards, and what is forgotten: in numbers."""

from __future__ import annotations

from random import Random

from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as some

from regulars.customers.actor import SYSTEM
from regulars.loyalty.terms import Value
from regulars.rewards.actions.add_codes import add_codes
from regulars.rewards.actions.claim import claim
from regulars.rewards.actions.forget_claims import forget_claims
from regulars.rewards.actions.give_goodwill import give_goodwill
from regulars.rewards.actions.pay import pay
from regulars.rewards.actions.refund_card import refund_card
from regulars.rewards.actions.save_paying import save_paying
from regulars.rewards.actions.save_picture import save_picture
from regulars.rewards.actions.spend_card import spend_card
from regulars.rewards.models import Claim, Goodwill, Paying, Reward
from regulars.rewards.paying import NOTHING, Limits, Payable, payable
from regulars.rewards.tests.rewarding import a_reward, with_points
from regulars.rewards.tests.test_claims import refused

CENT = Value(points=1, worth=1)
NUMBER = some.integers(0, 10**6)


def test_what_is_there_then_the_share_then_whole_steps_then_the_least():
    limits = Limits(least=500, step=100, percent=50)
    assert payable(order=2000, available=5000, value=CENT, limits=limits) == Payable(1000, 1000)
    assert payable(order=2100, available=5000, value=CENT, limits=limits) == Payable(1000, 1000), (
        "not 1050: whole steps"
    )
    assert payable(order=2000, available=720, value=CENT, limits=limits) == Payable(700, 700)
    assert payable(order=2000, available=499, value=CENT, limits=limits) == NOTHING
    assert payable(order=998, available=5000, value=CENT, limits=limits) == NOTHING
    assert payable(order=1000, available=500, value=CENT, limits=limits) == Payable(500, 500), (
        "exactly enough is enough"
    )
    assert payable(order=1000, available=500, value=Value(points=3, worth=1), limits=Limits()) == Payable(498, 166), (
        "no part of a cent"
    )
    assert payable(order=1000, available=500, value=Value(points=1, worth=0), limits=Limits()) == NOTHING


@given(order=NUMBER, available=NUMBER, asked=some.none() | NUMBER, points=some.integers(1, 500), worth=some.integers(0, 500), least=NUMBER, step=some.integers(1, 500), percent=some.integers(1, 100))  # fmt: skip
def test_points_never_pay_more_than_they_may(order, available, asked, points, worth, least, step, percent):
    may = payable(
        order=order,
        available=available,
        asked=asked,
        value=Value(points=points, worth=worth),
        limits=Limits(least, step, percent),
    )
    if may == NOTHING:
        return
    assert (
        may.points <= (available if asked is None else min(asked, available))
        and may.points % step == 0
        and may.points >= least
    )
    assert 0 < may.amount <= order * percent // 100
    assert may.amount == may.points * worth // points


def test_a_card_is_its_lines_and_never_more_than_was_put_on_it(ada):
    card, draw = claim(with_points(ada), reward=a_reward(kind="gift card", amount=1000, points=1), by=SYSTEM), Random(7)
    for _each in range(60):
        try:
            draw.choice((spend_card, refund_card))(
                card, amount=draw.randint(1, 600), reference=draw.choice("ab"), by=SYSTEM
            )
        except ValidationError:
            continue
        card.refresh_from_db()
        assert 0 <= card.left == 1000 - sum(each.amount for each in card.entries.all()) <= 1000
        assert (card.state == "used") == (card.left == 0)
    assert card.entries.filter(amount__lt=0).exists() and card.entries.count() > 8


def test_what_cannot_be_is_refused_by_name(ada, grace):
    member, plain = with_points(ada), a_reward()
    assert refused(pay, member, order=1000, by=SYSTEM) == "off"
    assert refused(save_paying, Paying(programme=member.programme, percent=0), by=grace) == "invalid"
    assert refused(add_codes, plain, codes=["A"], by=grace) == "invalid"
    assert refused(spend_card, claim(member, reward=plain, by=SYSTEM), amount=1, by=SYSTEM) == "not_a_card"
    assert refused(save_picture, plain, content=b"\x89PNG\r\n\x1a\n" + bytes(2 * 1024 * 1024), by=grace) == "too_large"


def test_who_is_forgotten_leaves_no_address_and_no_reason(ada, grace):
    member = with_points(ada)
    reward = a_reward(kind="product", is_sent=True, stock=1)
    claim(member, reward=reward, address="Rue 1, Lyon", by=SYSTEM)
    give_goodwill(ada, programme=member.programme, points=5, reason="Ada's cat was ill", by=grace)
    Goodwill.objects.update(state="waiting")
    forget_claims([ada.pk])
    gift = Goodwill.objects.get()
    assert (Claim.objects.get().address, gift.reason) == ("", "")
    assert Claim.objects.get().state == "cancelled" and Reward.objects.get().stock == 1, "nobody knows where to send it"
    assert gift.state == "declined", "nobody can agree to it any more, and it takes of no budget"
