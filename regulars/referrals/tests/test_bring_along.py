"""A friend is brought along: from the link to the points of both, and back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import timezone

from regulars.commerce.events import OrderPaid, OrderRefunded
from regulars.commerce.facts import RefundFacts
from regulars.commerce.models import Dispute
from regulars.commerce.tests.buying import order_facts, refunded, tell
from regulars.customers.events import CustomerMerged
from regulars.customers.models import TimelineEvent
from regulars.loyalty.models import Operation
from regulars.loyalty.tests.members import points
from regulars.referrals.actions.follow_purchase import follow_purchase
from regulars.referrals.actions.follow_refund import follow_refund
from regulars.referrals.actions.keep_referrals import keep_referrals
from regulars.referrals.actions.look_again import look_again
from regulars.referrals.models import Referral
from regulars.referrals.tests.friends import a_giver, a_scheme, bring


@pytest.fixture
def giver(ada):
    return a_giver(ada, a_scheme())


def test_both_get_points_when_the_friend_has_bought_and_a_refund_takes_them_back(giver, ben):
    referral = bring(ben, giver)
    told = order_facts(ben, 3000)
    tell(told)
    referral.refresh_from_db()
    assert (referral.state, points(giver), points(referral.friend)) == ("pending", 0, 0), "nothing before approval"
    assert keep_referrals() == 1
    referral.refresh_from_db()
    assert (referral.state, points(giver), points(referral.friend)) == ("approved", 500, 250)
    refunded(told, 3000)
    referral.refresh_from_db()
    assert (referral.state, referral.why) == ("taken back", "refunded")
    assert (points(giver), points(referral.friend)) == (0, 0)
    kinds = TimelineEvent.objects.filter(kind__startswith="referral.").values_list("kind", flat=True)
    assert sorted(kinds) == sorted(
        ["referral.joined", "referral.brought_along", "referral.bought"]
        + 2 * ["referral.approved", "referral.taken_back"]
    )


def test_it_waits_as_long_as_the_purchase_may_be_sent_back(giver, ben):
    scheme = giver.programme.scheme
    scheme.wait_days = 14
    scheme.save()
    referral = bring(ben, giver)
    told = order_facts(ben, 3000)
    tell(told)
    assert keep_referrals() == 0
    refunded(told, 1000)
    referral.refresh_from_db()
    assert (referral.state, referral.why) == ("void", "refunded"), "what is left is not enough"
    Referral.objects.update(approve_at=timezone.now())
    assert keep_referrals() == 0 and points(giver) == 0


@pytest.mark.parametrize("is_lost", [False, True])
def test_a_refund_that_fails_leaves_the_purchase_that_counts_unless_the_bank_has_taken_it(giver, ben, is_lost):
    referral = bring(ben, giver)
    told = order_facts(ben, 3000)
    order = tell(told)
    part = RefundFacts(external_id="re_1", amount=1000, at=timezone.now())
    tell(told, refunds=(part,))
    referral.refresh_from_db()
    assert (referral.state, referral.why) == ("void", "refunded")
    if is_lost:
        facts = {"external_id": "du_1", "amount": 3000, "currency": "EUR", "at": timezone.now(), "state": "lost"}
        Dispute.objects.create(order=order, **facts)
    tell(told, refunds=(replace(part, is_void=True),))
    keep_referrals()
    referral.refresh_from_db()
    assert (referral.state, points(giver)) == (("void", 0) if is_lost else ("approved", 500))


def test_what_follows_is_harmless_twice(giver, ben):
    referral = bring(ben, giver)
    told = order_facts(ben, 3000)
    facts = {"order": tell(told).pk, "number": "#1", "amount": 30.0, "units": 3000, "currency": "EUR"}
    for _each in range(2):
        follow_purchase(OrderPaid(**facts), customer=ben)
    keep_referrals()
    refunded(told, 3000)
    for _each in range(2):
        follow_refund(OrderRefunded(**facts, refund=1, is_whole=True), customer=ben)
        look_again(CustomerMerged(merged=giver.customer_id, name="Ada"), customer=ben)
    referral.refresh_from_db()
    assert (
        referral.state,
        points(giver),
        Operation.objects.filter(kind="take back", of=referral.giver_gain).count(),
    ) == ("taken back", 0, 1)
