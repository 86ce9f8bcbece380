"""The ledger does what the small one in `model.py` does, whatever is done in whatever order, however late the night's work comes.

After each step: I1 each credit is whole, I2 entries add up to what is kept, I4 nothing was burnt before what ends sooner, I5 debt only
where nothing is left, I9 holds are what is held, I15 the schedule is the balance. At the end: I14 each balance is still told as it was.
LEDGER_EXAMPLES=2000 looks longer.
"""

import os
from collections import Counter
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as some
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from regulars.customers.actor import SYSTEM
from regulars.customers.models import Customer
from regulars.loyalty.actions import sweep as night
from regulars.loyalty.actions.capture import capture
from regulars.loyalty.actions.earn import earn
from regulars.loyalty.actions.give_back import give_back
from regulars.loyalty.actions.hold import hold
from regulars.loyalty.actions.redeem import redeem
from regulars.loyalty.actions.release import release
from regulars.loyalty.actions.take_back import take_back
from regulars.loyalty.book import DEBT, NAMES
from regulars.loyalty.models import BUCKETS, Account, Entry, Hold, Lot, Operation, Programme
from regulars.loyalty.queries import statement
from regulars.loyalty.report import by_tier, movement, totals
from regulars.loyalty.tests.members import a_member, a_programme, day
from regulars.loyalty.tests.model import FOREVER, Member

EXAMPLES = int(os.environ.get("LEDGER_EXAMPLES", "8"))
FIRST = day(1)
POINTS, DAYS = some.integers(1, 30), some.integers(1, 12)


def on(number: int):
    return FIRST + timedelta(days=number)


class Ledger(RuleBasedStateMachine):
    @initialize(policy=some.sampled_from(["unlimited", "within_balance", "only_pending"]))
    def begin(self, policy):
        self.programme = a_programme(f"P{Programme.objects.count()}", refunds={"policy": policy})
        customer = Customer.objects.create(name="Ada")
        self.member, self.model = a_member(customer, self.programme), Member(policy)
        self.earned, self.spent, self.shown = [], [], []

    def act(self, verb, *args, **facts):
        return verb(*args, by=SYSTEM, at=on(self.model.today), **facts)

    def fails(self, verb, *args, **facts):
        before = Operation.objects.count()
        with pytest.raises(ValidationError):
            self.act(verb, *args, **facts)
        assert Operation.objects.count() == before

    @rule(days=some.integers(0, 9))
    def pass_time(self, days):
        self.model.pass_time(self.model.today + days)

    @rule()
    def keep_the_books(self):
        with patch("regulars.loyalty.actions.sweep.timezone.now", lambda: on(self.model.today)):
            Programme.objects.filter(pk=self.programme.pk).update(swept_at=on(-9))
            night.keep_some(Programme.objects.get(pk=self.programme.pk), until=on(self.model.today))

    @rule(points=POINTS, waits=some.integers(0, 6), lasts=some.one_of(some.none(), DAYS))
    def earns(self, points, waits, lasts):
        begins = self.model.today + waits
        ends = FOREVER if lasts is None else begins + lasts
        dates = {"activates_at": on(begins), "expires_at": None if lasts is None else on(ends)}
        operation = self.act(earn, self.member, points=points, key=f"{self.member.pk}:{len(self.earned)}", **dates)
        self.earned.append((operation, self.model.earn(points, begins, ends), dates))

    @precondition(lambda self: self.earned)
    @rule(which=some.integers(0, 99))
    def earns_the_same_again(self, which):
        which %= len(self.earned)
        operation, _credit, dates = self.earned[which]
        facts = {"points": operation.amount, "key": operation.key, **dates}
        assert earn(self.member, by=SYSTEM, at=operation.happened_at, **facts) == operation
        with pytest.raises(ValidationError):
            earn(self.member, by=SYSTEM, at=operation.happened_at, **facts | {"points": operation.amount + 1})

    @rule(points=POINTS)
    def redeems(self, points):
        if points > self.model.there():
            self.fails(redeem, self.member, points=points)
            return
        operation = self.act(redeem, self.member, points=points)
        self.model.redeem(operation.pk, points)
        self.spent.append([operation, points])

    @rule(points=POINTS, days=DAYS)
    def reserves(self, points, days):
        if points > self.model.there():
            self.fails(hold, self.member, points=points)
            return
        operation = self.act(hold, self.member, points=points, minutes=days * 1440)
        self.model.hold(operation.pk, points, self.model.today + days)

    @precondition(lambda self: self.model.holds)
    @rule(which=some.integers(0, 99), part=some.integers(1, 30))
    def captures(self, which, part):
        key = sorted(self.model.holds)[which % len(self.model.holds)]
        held = Hold.objects.get(operation=key)
        part = min(part, held.amount)
        operation = self.act(capture, held, points=part)
        assert self.act(capture, held) == operation
        self.model.capture(key, part)
        self.model.redeemed[operation.pk] = self.model.redeemed.pop(key)
        self.spent.append([operation, part])

    @precondition(lambda self: self.model.holds)
    @rule(which=some.integers(0, 99))
    def releases(self, which):
        key = sorted(self.model.holds)[which % len(self.model.holds)]
        held = Hold.objects.get(operation=key)
        assert self.act(release, held) == self.act(release, held)
        self.model.release(key)

    @precondition(lambda self: self.spent)
    @rule(which=some.integers(0, 99), points=POINTS)
    def gives_back(self, which, points):
        spent = self.spent[which % len(self.spent)]
        if points > spent[1]:
            self.fails(give_back, self.member, redeemed=spent[0], points=points)
            return
        self.act(give_back, self.member, redeemed=spent[0], points=points)
        self.model.give_back(spent[0].pk, points)
        spent[1] -= points

    @precondition(lambda self: self.earned)
    @rule(which=some.integers(0, 99), points=some.one_of(some.none(), POINTS))
    def takes_back(self, which, points):
        operation, credit, _dates = self.earned[which % len(self.earned)]
        left = len(credit.points) - credit.charged
        if points and points > left:
            self.fails(take_back, self.member, earned=operation, points=points)
            return
        self.act(take_back, self.member, earned=operation, points=points)
        self.model.take_back(credit, left if points is None else points)

    @invariant()
    def it_is_as_the_small_one_says(self):
        said = statement(self.member, at=on(self.model.today))
        sums = self.model.sums()
        assert {name: getattr(said, name) for name in (*BUCKETS, "debt")} == {
            name: sums.get(name, 0) for name in (*BUCKETS, "debt")
        }
        assert dict(said.expiries) == {end and on(end): points for end, points in self.model.schedule().items()}
        self.shown.append((said.at, {name: getattr(said, name) for name in BUCKETS}, said.expiries))

    @invariant()
    def what_is_kept_is_what_was_entered(self):
        account, sums, lots = Account.objects.get(pk=self.member.pk), Counter(), Counter()
        for entry in Entry.objects.filter(account=account).values_list("lot", "source", "target", "amount"):
            lot, source, target, amount = entry
            for bucket, sign in ((source, -1), (target, 1)):
                sums[bucket] += sign * amount
                lots[lot, bucket] += sign * amount
        assert all(getattr(account, name) == sums[bucket] for bucket, name in NAMES.items())
        assert account.debt == sums[DEBT] and (not account.debt or not account.available)
        for lot in account.lots.all():
            assert all(getattr(lot, name) == lots[lot.pk, bucket] for bucket, name in NAMES.items())
        held = Hold.objects.filter(account=account, state="open").aggregate(sum=Sum("amount"))["sum"] or 0
        assert held == account.held

    def teardown(self):
        if not hasattr(self, "member"):
            return
        latest = {at: (sums, ends) for at, sums, ends in self.shown}
        for at, (sums, _ends) in latest.items():
            then = statement(self.member, at=at)
            assert {name: getattr(then, name) for name in BUCKETS} == sums
        found, moved = totals(self.programme), movement(self.programme, since=on(3), until=on(10**4))
        assert found["issued"] == sum(Lot.objects.filter(account=self.member).values_list("issued", flat=True))
        change = moved["issued"] - moved["redeemed"] - moved["expired"] - moved["reversed"]
        assert moved["closing"] == moved["opening"] + change
        tiers = by_tier(self.programme, since=on(3), until=on(10**4))
        assert all(sum(each[word] for each in tiers) == moved[word] for word in ("issued", "redeemed"))


@pytest.mark.django_db
def test_the_ledger_is_what_a_small_one_says_it_is():
    how = settings(
        max_examples=EXAMPLES, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(Ledger, settings=how)
