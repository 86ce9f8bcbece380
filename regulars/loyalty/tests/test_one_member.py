"""Two members who are one person, and one whom we forget."""

from collections import Counter

import psycopg
import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from regulars.customers.actions.merge import merge
from regulars.customers.actions.react import react
from regulars.customers.actions.unmerge import unmerge
from regulars.customers.actor import SYSTEM
from regulars.customers.events import CustomerMerged, CustomerUnmerged
from regulars.customers.models import Customer
from regulars.customers.timeline import reactions_to
from regulars.loyalty.actions.adjust import adjust
from regulars.loyalty.actions.capture import capture
from regulars.loyalty.actions.earn import earn
from regulars.loyalty.actions.forget_member import forget_member
from regulars.loyalty.actions.give_back import give_back
from regulars.loyalty.actions.hold import hold
from regulars.loyalty.actions.join import join
from regulars.loyalty.actions.join_accounts import join_accounts
from regulars.loyalty.actions.part_accounts import part_accounts
from regulars.loyalty.actions.redeem import redeem
from regulars.loyalty.actions.release import release
from regulars.loyalty.actions.take_back import take_back
from regulars.loyalty.joining import join_into
from regulars.loyalty.models import Account, Hold, Lot, Operation
from regulars.loyalty.queries import by_number, history, statement
from regulars.loyalty.report import totals
from regulars.loyalty.tests.members import a_member, a_programme, buckets, day

LEVELS = [{"word": "silver", "name": "Silver", "min": 100}]


def kept(*members):
    dated = Counter()
    for lot in Lot.objects.filter(account__in=members):
        dated[lot.expires_at] += lot.available
    return dated


def follow():
    while react():
        pass


def test_who_was_joined_twice_keeps_their_story_and_nobody_goes_on_in_themselves(ada, ben):
    programme = a_programme()
    first, second, third = (a_member(each, programme) for each in (ada, ben, Customer.objects.create(name="Cleo")))
    earned = earn(first, points=30, by=SYSTEM)
    for keeper, other in ((first, first), (second, first), (third, second), (third, first)):
        join_into(keeper, other, at=timezone.now())
    assert buckets(third)[1] == 30 and statement(first).account == third
    assert earned in history(third)


def test_two_members_go_on_as_one_and_part_again_with_what_is_theirs(ada, ben, grace):
    terms = {"tiers": {"levels": LEVELS}, "refunds": {"policy": "unlimited"}, "expiry": {"count": 12}}
    programme = a_programme(**terms)
    one, other = a_member(ada, programme), a_member(ben, programme)
    earn(one, points=30, by=SYSTEM, at=day(2), expires_at=day(12, year=2099))
    earned = earn(other, points=120, by=SYSTEM, expires_at=day(12, year=2098), key="order")
    reserved = hold(other, points=20, minutes=500_000, by=SYSTEM).hold
    before, sums = kept(one, other), totals(programme)
    merge(ben, into=ada, by=grace)
    follow()
    other.refresh_from_db()
    assert other.merged_into == one and by_number(other.number) == one
    assert buckets(one)[:3] == (0, 130, 20) and kept(one) == before and totals(programme) == sums
    assert statement(one).tier == "silver"  # T8
    assert earn(other, points=120, by=SYSTEM, expires_at=day(12, year=2098), key="order") == earned
    release(reserved, by=SYSTEM)
    take_back(one, earned=earned, points=10, by=SYSTEM)
    assert buckets(one)[1] == 140
    redeem(one, points=115, by=SYSTEM)
    unmerge(ben, by=grace)
    follow()
    assert (buckets(one)[1], buckets(other)[1]) == (25, 0)  # what was to end sooner was spent
    assert totals(programme)["issued"] == 150 and not kept(one)[day(12, year=2098)]
    assert join_accounts in reactions_to(CustomerMerged).values()
    assert part_accounts in reactions_to(CustomerUnmerged).values()


def test_what_was_spent_returns_to_whoever_has_the_credits_by_now(ada, ben, chiara, grace):
    programme = a_programme()
    one, other, third = (a_member(each, programme) for each in (ada, ben, chiara))
    earn(other, points=100, by=SYSTEM)
    merge(ben, into=ada, by=grace)
    follow()
    reserved, spent = hold(one, points=20, by=SYSTEM).hold, redeem(one, points=70, by=SYSTEM)
    merge(ada, into=chiara, by=grace)
    follow()
    give_back(one, redeemed=spent, points=20, by=SYSTEM)
    assert buckets(third)[1:4] == (30, 20, 50), "by whoever had none of these credits at home"
    earn(third, points=100, by=SYSTEM)
    joint, seen = redeem(third, points=100, by=SYSTEM), Hold.objects.get(pk=reserved.pk)
    unmerge(ben, by=grace)
    unmerge(ada, by=grace)
    follow()
    give_back(third, redeemed=joint, by=SYSTEM)
    give_back(third, redeemed=joint, by=SYSTEM)
    capture(seen, by=SYSTEM)
    assert buckets(third)[1:4] == (100, 0, 0)
    assert [sum(each) for each in zip(buckets(one), buckets(other), strict=True)][1:4] == [30, 0, 70]
    assert totals(programme)["issued"] == 200


def test_nobody_is_joined_and_parted_at_once(ada, ben, grace):
    events = CustomerMerged(merged=ben.pk, name="Ben"), CustomerUnmerged(other=ben.pk, name="Ben")
    with (
        psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None}) as somebody,
        somebody.cursor(),
    ):
        somebody.execute("SELECT pg_advisory_xact_lock(hashtext('customers.merge'))")
        for event, follows in zip(events, (join_accounts, part_accounts), strict=True):
            with pytest.raises(OperationalError, match="lock timeout"), transaction.atomic():
                connection.cursor().execute("SET LOCAL lock_timeout = '10ms'")
                follows(event, customer=ada)


def test_who_is_forgotten_leaves_the_books_as_they_were(ada, grace):
    programme = a_programme()
    member = a_member(ada, programme)
    adjust(member, points=10, reason="Ada fell ill", by=grace)
    before = totals(programme)
    forget_member([ada.pk])
    assert totals(programme) == before
    assert not Operation.objects.filter(reason__icontains="ada").exists()
    assert Account.objects.get().number == f"gone-{member.pk}"


def test_to_join_twice_is_to_join_once(ada):
    programme = a_programme()
    assert a_member(ada, programme) == a_member(ada, programme)
    assert join(ada, programme=programme, by=SYSTEM).number and Account.objects.count() == 1
