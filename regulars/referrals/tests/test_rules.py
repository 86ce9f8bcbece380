"""Who may be brought along by whom, once, however often and in whatever order things happen."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connections
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regulars.commerce.tests.buying import buys, follow, order_facts, refunded, tell
from regulars.customers.actions.merge import merge
from regulars.customers.actions.unmerge import unmerge
from regulars.customers.actor import SYSTEM
from regulars.loyalty.models import Account, Operation
from regulars.loyalty.tests.members import a_member, points
from regulars.referrals.actions.bring_along import bring_along
from regulars.referrals.actions.give_link import give_link
from regulars.referrals.actions.keep_referrals import keep_referrals
from regulars.referrals.actions.note_look import note_look
from regulars.referrals.models import Milestone, Referral
from regulars.referrals.signs import SIGNS
from regulars.referrals.tests.friends import a_giver, a_scheme, bring
from regulars.referrals.throwaway import is_throwaway
from regulars.referrals.traces import Traces
from tests.cast import meet

QUIETLY = settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def scheme(db):
    return a_scheme()


@pytest.fixture
def giver(ada, scheme):
    return a_giver(ada, scheme)


def refused(act, *things, **facts) -> str:
    with pytest.raises(ValidationError) as caught:
        act(*things, **facts)
    return caught.value.messages[0]


def test_nobody_brings_themselves_or_whoever_brought_them(giver, ada, ben, chiara):
    Account.objects.filter(pk=giver.pk).update(joined_at=timezone.now())
    assert "own code" in refused(bring, ada, giver)
    bring(ben, giver)
    by_ben = Account.objects.get(customer=ben)
    bring(chiara, by_ben)
    by_chiara = Account.objects.get(customer=chiara)
    assert "You brought them" in refused(bring, ada, by_chiara), "not in a circle either"
    assert "already" in refused(bring, chiara, giver), "whoever came first stays"


def test_who_was_a_customer_before_is_not_new(giver, ben, chiara):
    buys(ben, at=timezone.now() - timedelta(days=300))
    assert "not bought here before" in refused(bring, ben, giver)
    referral = bring(chiara, giver)
    buys(chiara, number="2")
    old = order_facts(chiara, 900, number="3", at=timezone.now() - timedelta(days=300))
    tell(old)
    assert keep_referrals() == 1
    referral.refresh_from_db()
    assert (referral.state, referral.why) == ("void", "not new"), "also as history tells that came in later"


def test_only_a_purchase_that_is_enough_counts(giver, ben):
    referral = bring(ben, giver)
    buys(ben, 2499, number="1")
    buys(ben, 9000, number="2", currency="USD")
    buys(ben, 9000, number="3", paid="pending")
    referral.refresh_from_db()
    assert referral.state == "joined"
    buys(ben, 2500, number="4")
    referral.refresh_from_db()
    assert (referral.state, referral.signs) == ("pending", [["just enough", 10]])


def test_a_code_comes_before_the_link_and_the_first_link_before_the_second(giver, ben, chiara, scheme):
    other = a_giver(chiara, scheme)
    browser = Traces(browser="b" * 20)
    assert note_look(give_link(giver), seen=browser).link.account_id == giver.pk
    assert note_look(give_link(other), seen=browser) is None, "the browser was sent by somebody else before"
    friend = a_member(ben, scheme.programme, at=timezone.now())
    brought = bring_along(friend, seen=browser, code=give_link(other).code, by=SYSTEM)
    assert (brought.link.account_id, brought.came_by) == (other.pk, "code")
    dora = a_member(meet("Dora Lind", "dora@lind.example"), scheme.programme, at=timezone.now())
    assert bring_along(dora, seen=browser, by=SYSTEM).link.account_id == giver.pk


def test_beyond_so_many_only_the_friend_gets_points_and_milestones_go_again(ada):
    giver = a_giver(ada, a_scheme(most=2, milestones=[[2, 70]], weights={"many from there": 0, "many at once": 0}))
    orders = []
    for number in range(3):
        friend = meet(f"Friend {number}", f"friend{number}@house{number}.example")
        bring(friend, giver)
        orders.append(order_facts(friend, 3000, number=str(number)))
        tell(orders[-1])
    while keep_referrals():
        pass
    assert points(giver) == 2 * 500 + 70
    assert [points(each.friend) for each in Referral.objects.all()] == [250, 250, 250]
    refunded(orders[0], 3000)
    assert points(giver) == 500 + 70, "two friends are left"
    refunded(orders[1], 3000)
    assert points(giver) == 0 and Milestone.objects.get().is_over


def test_two_who_turn_out_to_be_one_have_brought_nobody(giver, ada, ben, grace):
    referral = bring(ben, giver)
    buys(ben)
    assert keep_referrals() == 1
    merge(ben, into=ada, by=grace)
    follow()
    referral.refresh_from_db()
    assert (referral.state, referral.why, points(giver)) == ("taken back", "self", 0)


def test_a_circle_that_a_merge_closes_voids_what_came_last(giver, ben, ada, grace):
    bring(ben, giver)
    again = meet("Ada M.", "ada@elsewhere.example")
    last = bring(again, Account.objects.get(customer=ben))
    merge(again, into=ada, by=grace)
    follow()
    last.refresh_from_db()
    assert (last.state, last.why) == ("void", "circle")
    assert Referral.objects.get(friend__customer=ben).state == "joined"


def test_one_who_came_twice_counts_once_and_somebody_looks_when_they_are_two_again(giver, ben, chiara, grace):
    first, second = bring(ben, giver), bring(chiara, giver)
    buys(chiara)
    merge(chiara, into=ben, by=grace)
    follow()
    second.refresh_from_db()
    assert (second.state, second.why) == ("void", "twice")
    unmerge(chiara, by=grace)
    follow()
    second.refresh_from_db()
    first.refresh_from_db()
    assert (first.state, second.state) == ("joined", "flagged")


def test_one_place_is_looked_at_and_never_refused(giver, ben):
    link = give_link(giver)
    link.traces = {"place": ["p"], "browser": ["b"], "device": ["d"]}
    link.save()
    bring(ben, giver, seen=Traces(place="p", device="d"))
    buys(ben)
    referral = Referral.objects.get()
    assert (referral.state, dict(referral.signs)) == ("flagged", {"same place": 30, "same device": 5})


@pytest.mark.parametrize("address", ["x@mailinator.com", "x@sub.yopmail.com"])
def test_addresses_that_last_for_minutes_are_a_sign(address):
    assert is_throwaway(address) and not is_throwaway("x@mail.example")


def test_one_mailbox_in_one_browser_is_void(giver, scheme):
    link = give_link(giver)
    link.traces = {"browser": ["b"]}
    link.save()
    bring(meet("Ada M", "a.da+2@moreau.example"), giver, seen=Traces(browser="b"))
    Referral.objects.update(state="joined")
    buys(meet("Ada M", "a.da+2@moreau.example"))
    referral = Referral.objects.get()
    assert referral.score == sum(weight for _sign, weight in referral.signs)
    assert {word for word, _weight in referral.signs} <= {sign.word for sign in SIGNS}
    assert "same browser" in dict(referral.signs) and referral.state in ("flagged", "void")


DEEDS = st.lists(st.sampled_from(["buy", "approve", "refund", "cancel", "resume"]), max_size=6)


@QUIETLY
@given(deeds=DEEDS)
def test_whatever_happens_both_get_their_points_once_or_not_at_all(giver, deeds):
    """In any order, repeated: nothing before approval, both or none, and at the end what was given stands or was taken back."""
    Referral.objects.all().delete()
    friend = meet("Friend", f"friend{Referral.objects.count()}{abs(hash(tuple(deeds)))}@post.example")
    before = points(giver)
    referral = bring(friend, giver)
    told = order_facts(friend, 3000, number=f"{friend.pk}")
    for deed in deeds:
        if deed == "buy":
            tell(told)
        elif deed == "approve":
            keep_referrals()
        elif deed == "refund":
            tell(told)
            refunded(told, 3000)
        elif deed == "cancel":
            now = timezone.now()
            tell(told, cancelled_at=now, updated_at=now)
        elif deed == "resume":
            tell(told, updated_at=timezone.now())
    referral.refresh_from_db()
    is_on = referral.state == "approved"
    assert points(giver) - before == (500 if is_on else 0)
    assert points(referral.friend) == (250 if is_on else 0)
    earned = Operation.objects.filter(kind="earn", key__startswith=f"referral {referral.pk} ")
    assert earned.count() in (0, 2)


@pytest.mark.django_db(transaction=True)
def test_the_last_place_in_a_month_is_given_once(ada):
    """Five who are approved at once by as many workers: only so many give the member points."""
    giver = a_giver(ada, a_scheme(most=2, weights={"many from there": 0, "many at once": 0}))
    for number in range(5):
        friend = meet(f"Friend {number}", f"friend{number}@house{number}.example")
        bring(friend, giver)
        buys(friend, number=str(number))
    gate = Barrier(4)

    def work() -> None:
        gate.wait()
        while keep_referrals():
            pass
        connections.close_all()

    workers = [Thread(target=work) for _each in range(4)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    assert Referral.objects.filter(state="approved").count() == 5
    assert points(giver) == 2 * 500
