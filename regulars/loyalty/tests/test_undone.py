"""What is refunded, added or merged leaves no points that nobody earned."""

from regulars.customers.actor import SYSTEM
from regulars.loyalty.actions.add_to import add_to
from regulars.loyalty.actions.earn import earn
from regulars.loyalty.actions.restore import restore
from regulars.loyalty.actions.take_back import take_back
from regulars.loyalty.joining import join_into
from regulars.loyalty.models import Account
from regulars.loyalty.purchases import Purchase
from regulars.loyalty.tests.members import a_member, a_programme, day

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
