"""What is refunded, added or merged leaves no points that nobody earned."""

from regulars.customers.actor import SYSTEM
from regulars.loyalty.actions.add_to import add_to
from regulars.loyalty.actions.earn import earn
from regulars.loyalty.actions.restore import restore
from regulars.loyalty.actions.take_back import take_back
from regulars.loyalty.joining import join_into
from regulars.loyalty.models import Account, Lot
from regulars.loyalty.occasions import Occasion
from regulars.loyalty.purchases import Item, Purchase
from regulars.loyalty.queries import statement
from regulars.loyalty.schemes import Scheme
from regulars.loyalty.tests.members import a_member, a_programme, day
from regulars.loyalty.tests.test_public_programmes import rules
from regulars.loyalty.tests.test_status import level

__all__ = ["rules"]
CARRIED = {"rounding": "carried"}


def test_parts_of_a_point_go_back_with_their_purchase(ada):
    member = a_member(ada, a_programme(earning=CARRIED, refunds={"policy": "unlimited"}))
    for each in range(1, 4):
        bought = earn(member, spend=99, by=SYSTEM, at=day(2, each))
        take_back(member, earned=bought, by=SYSTEM, at=day(2, each))
        assert earn(member, spend=1, by=SYSTEM, at=day(2, each)).amount == 0
    assert Account.objects.get().carried == 3 * 10**7


def test_parts_of_a_point_that_another_purchase_used_up_are_missing_of_the_next_one_and_come_back(ada):
    member = a_member(ada, a_programme(earning=CARRIED))
    first = earn(member, spend=99, by=SYSTEM, at=day(2))
    assert earn(member, spend=51, by=SYSTEM, at=day(2)).amount == 1
    take_back(member, earned=first, spend=50, by=SYSTEM, at=day(3))
    take_back(member, earned=first, by=SYSTEM, at=day(3))
    assert Account.objects.get().carried == -49 * 10**7
    assert [earn(member, spend=spend, by=SYSTEM, at=day(4)).amount for spend in (30, 119)] == [0, 1]
    restore(member, earned=first, by=SYSTEM, at=day(5))
    assert earn(member, spend=1, by=SYSTEM, at=day(6)).amount == 1


def test_what_is_added_to_a_purchase_uses_its_parts_of_a_point_up(ada):
    member = a_member(ada, a_programme(earning=CARRIED))
    bought = earn(member, spend=99, by=SYSTEM, at=day(2))
    assert add_to(member, earned=bought, whole=Purchase.of(100), by=SYSTEM, at=day(2)).amount == 1
    assert earn(member, spend=1, by=SYSTEM, at=day(2)).amount == 0


def test_members_who_are_one_have_the_parts_of_a_point_of_both(ada, ben):
    programme = a_programme(earning=CARRIED)
    keeper, other = a_member(ada, programme), a_member(ben, programme)
    for each in (keeper, other):
        earn(each, spend=60, by=SYSTEM, at=day(2))
    join_into(keeper, other, at=day(3))
    assert earn(keeper, spend=80, by=SYSTEM, at=day(4)).amount == 2
    assert [each.carried for each in Account.objects.order_by("pk")] == [0, None]


def test_a_bonus_that_still_waits_goes_back_where_only_what_waits_does(ada, rules):
    rules.append(Scheme(points=20, waits={"count": 30, "unit": "day"}))
    member = a_member(ada, a_programme(activation={"kind": "after"}, refunds={"policy": "only_pending"}))
    bought = earn(member, spend=10_000, by=SYSTEM, at=day(2))
    take_back(member, earned=bought, by=SYSTEM, at=day(2, 20))
    assert (statement(member, at=day(2, 20)).available, statement(member, at=day(4)).available) == (100, 100)
    restore(member, earned=bought, by=SYSTEM, at=day(2, 21))
    assert statement(member, at=day(4)).available == 120


def test_what_was_taken_as_so_many_points_counts_no_more_by_what_is_refunded_later(ada, rules):
    for counter in ("nights", ""):
        rules.append(Scheme(points=1, each="item", only_for_tiers=True, counter=counter))
    programme = a_programme(tiers={"counters": ["nights"], "levels": [level("silver", 1000)]})
    member, nights = a_member(ada, programme), Purchase(items=(Item(net=10_000, quantity=100),))
    bought = earn(member, occasion=Occasion.bought(nights, programme=programme), by=SYSTEM, at=day(2))
    take_back(member, earned=bought, points=50, by=SYSTEM, at=day(3))
    take_back(member, earned=bought, left=Purchase(items=(Item(net=9000, quantity=90),)), by=SYSTEM, at=day(4))
    lot = Lot.objects.get()
    assert (lot.counts, lot.qualifies_back) == ({"nights": [100, 50]}, 100)
