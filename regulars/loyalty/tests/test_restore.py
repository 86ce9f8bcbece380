"""A refund that did not go through leaves everything as if it had never been asked, whatever happened meanwhile."""

import os

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as some

from regulars.customers.actor import SYSTEM
from regulars.customers.models import Customer, TimelineEvent
from regulars.loyalty.actions.capture import capture
from regulars.loyalty.actions.earn import earn
from regulars.loyalty.actions.give_back import give_back
from regulars.loyalty.actions.hold import hold
from regulars.loyalty.actions.redeem import redeem
from regulars.loyalty.actions.release import release
from regulars.loyalty.actions.restore import restore
from regulars.loyalty.actions.take_back import take_back
from regulars.loyalty.models import Account, Programme
from regulars.loyalty.queries import statement
from regulars.loyalty.rows import about, parts_said
from regulars.loyalty.tests.members import a_member, a_programme, buckets, day

EXAMPLES = int(os.environ.get("LEDGER_EXAMPLES", "10"))
POLICIES = ["only_pending", "within_balance", "unlimited"]
BEFORE, MEANWHILE = (
    some.lists(some.tuples(some.sampled_from(words), some.integers(1, 40)), max_size=4)
    for words in (["earn", "redeem", "hold", "capture", "release"], ["earn", "back", "capture", "release"])
)


@pytest.mark.parametrize(
    ("policy", "taken", "written_off"), [("only_pending", 0, 80), ("within_balance", 30, 50), ("unlimited", 80, 0)]
)
def test_what_was_taken_and_what_was_written_off_are_told_apart_and_undone(ada, policy, taken, written_off):
    member = a_member(ada, a_programme(refunds={"policy": policy}))
    order = earn(member, points=100, by=SYSTEM, at=day(2))
    redeem(member, points=70, by=SYSTEM, at=day(3))
    before = buckets(member)
    done = take_back(member, earned=order, points=80, by=SYSTEM, at=day(4))
    facts = TimelineEvent.objects.get(kind="points.taken_back").facts
    assert (facts["points"], facts["written_off"]) == (taken, written_off)
    said = dict(parts_said(done, "EUR"))
    assert said.get("spent before, and written off", "0") == str(written_off)
    assert about(restore(member, earned=order, by=SYSTEM, at=day(5))) == taken
    assert buckets(member) == before and restore(member, earned=order, by=SYSTEM, at=day(5)).amount == 0
    with pytest.raises(ValidationError):
        restore(member, earned=order, points=1, by=SYSTEM, at=day(5))


def test_what_had_expired_is_not_told_as_spent_and_written_off(ada):
    member = a_member(ada, a_programme())
    order = earn(member, points=100, expires_at=day(4), by=SYSTEM, at=day(2))
    redeem(member, points=60, by=SYSTEM, at=day(3))
    told = [take_back(member, earned=order, points=points, by=SYSTEM, at=day(5)).reckoned for points in (50, 50)]
    assert told == [{"taken": 0, "reserved": 0, "written_off": points} for points in (50, 10)]


def test_a_debt_that_was_forgiven_is_made_good_once_and_for_its_own_order_alone(ada):
    """1,000 were forgiven long ago; what was spent now is cancelled while its refund is under way, which fails: twice."""
    member = a_member(ada, a_programme(refunds={"policy": "unlimited", "debt_days": 10}))
    old = earn(member, points=1000, by=SYSTEM, at=day(2))
    redeem(member, points=1000, by=SYSTEM, at=day(2))
    take_back(member, earned=old, by=SYSTEM, at=day(2))
    order = earn(member, points=30, by=SYSTEM, at=day(3))
    for cancelled, here in (("in time", 30), ("too late", 0), ("in time", 30)):
        spent = redeem(member, points=30, by=SYSTEM, at=day(3))
        take_back(member, earned=order, by=SYSTEM, at=day(3))
        if cancelled == "in time":
            give_back(member, redeemed=spent, by=SYSTEM, at=day(3))
        restore(member, earned=order, by=SYSTEM, at=day(3) if here else day(4))
        assert buckets(member)[1:4] == (here, 0, 30 - here) and member.debt == 0
        if not here:
            give_back(member, redeemed=spent, by=SYSTEM, at=day(4))


def test_what_is_over_by_now_is_over_when_it_returns_and_what_waited_waits_on(ada):
    member = a_member(ada, a_programme(activation={"kind": "on action"}))
    waits = earn(member, points=5, by=SYSTEM, at=day(2))
    ends = earn(member, points=7, activates_at=day(2), expires_at=day(4), by=SYSTEM, at=day(2))
    for each in (waits, ends):
        take_back(member, earned=each, by=SYSTEM, at=day(3))
        restore(member, earned=each, by=SYSTEM, at=day(5))
    assert buckets(member) == (5, 0, 0, 0, 7, 0, 0)


class Life:
    def __init__(self, programme, minutes):
        self.minutes = minutes
        self.member = a_member(Customer.objects.create(), programme)
        self.order = earn(self.member, points=60, by=SYSTEM, at=day(1))
        self.holds, self.spent = [], []

    def do(self, word, points, *, month=2):
        act = {"by": SYSTEM, "at": day(month)}
        try:
            if word == "earn":
                earn(self.member, points=points, **act)
            elif word == "redeem":
                self.spent.append(redeem(self.member, points=points, **act))
            elif word == "back" and self.spent:
                give_back(self.member, redeemed=self.spent.pop(), **act)
            elif word == "hold":
                self.holds.append(hold(self.member, points=points, minutes=self.minutes, **act).hold)
            elif word == "capture" and self.holds:
                self.spent.append(capture(self.holds.pop(), **act))
            elif word == "release" and self.holds:
                release(self.holds.pop(), **act)
        except ValidationError:
            pass


@pytest.mark.django_db
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@example("within_balance", None, 5 * 10**4, [("hold", 40)], [], 0, 30, True)  # what was reserved comes back in between
@example("unlimited", 20, 10**5, [("redeem", 40)], [("earn", 10)], 5, 30, False)  # what is owed is forgiven in between
@given(
    some.sampled_from(POLICIES), some.sampled_from([None, 20]), some.sampled_from([5 * 10**4, 10**5]),
    BEFORE, MEANWHILE, some.integers(0, 30), some.integers(1, 30), some.booleans(),
)  # fmt: skip
def test_taking_more_and_restoring_it_is_taking_less(
    policy, debt_days, minutes, before, meanwhile, part, more, is_once
):
    programme = a_programme(f"P{Programme.objects.count()}", refunds={"policy": policy, "debt_days": debt_days})
    one, other = Life(programme, minutes), Life(programme, minutes)
    for word, points in before:
        one.do(word, points), other.do(word, points)
    act = {"by": SYSTEM, "at": day(3)}
    if part:
        take_back(other.member, earned=other.order, points=part, **act)
    for points in [part + more] if is_once else [part, more]:
        if points:
            take_back(one.member, earned=one.order, points=points, **act)
    for word, points in meanwhile:
        one.do(word, points), other.do(word, points)
    act["at"] = day(4)
    restore(one.member, earned=one.order, points=more, **act)
    one.do("earn", 1, month=4), other.do("earn", 1, month=4)
    assert buckets(one.member) == buckets(other.member)
    for each in (*one.holds, *other.holds):
        release(each, **act)
    assert buckets(one.member) == buckets(other.member)
    kept = [statement(Account.objects.get(pk=each.member.pk), at=day(4)).expiries for each in (one, other)]
    assert kept[0] == kept[1]
