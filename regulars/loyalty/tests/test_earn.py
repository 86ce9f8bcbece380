import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from regulars.customers.actor import SYSTEM
from regulars.customers.models import Customer, TimelineEvent
from regulars.loyalty.actions.add_to import add_to
from regulars.loyalty.actions.earn import earn
from regulars.loyalty.actions.take_back import take_back
from regulars.loyalty.models import Entry, Lot, Operation
from regulars.loyalty.purchases import Purchase
from regulars.loyalty.tests.members import a_member, a_programme, buckets, day


def test_points_of_a_purchase_are_reckoned_by_the_terms_and_told_on_the_timeline(ada):
    programme = a_programme(earning={"points": 10, "per": 100})
    member = a_member(ada, programme)
    done = earn(member, spend=1999, by=SYSTEM, at=day(2), reference="shop:8841")
    assert (done.amount, done.change, done.balance) == (199, 199, 199)
    assert buckets(member) == (0, 199, 0, 0, 0, 0, 0)
    told = TimelineEvent.objects.get(customer=ada, kind="points.earned")
    assert told.facts["points"] == 199 and told.at == day(2)


def test_the_same_key_earns_once_and_another_content_under_it_is_refused(ada, ben):
    programme = a_programme()
    member, other = a_member(ada, programme), a_member(ben, programme)
    first = earn(member, points=100, by=SYSTEM, key="order-1", at=day(2))
    assert earn(member, points=100, by=SYSTEM, key="order-1", at=day(2)) == first
    for who, points in ((member, 101), (other, 100)):
        with pytest.raises(ValidationError) as refused:
            earn(who, points=points, by=SYSTEM, key="order-1", at=day(2))
        assert refused.value.error_dict["key"][0].code == "taken"
    assert (Operation.objects.count(), Entry.objects.count(), Lot.objects.count()) == (1, 1, 1)
    assert buckets(member)[1] == 100 and buckets(other)[1] == 0


@pytest.mark.parametrize("wrong", [{"points": 0}, {"points": -5}, {"points": 10**13}, {}, {"spend": -1}])
def test_what_is_no_number_of_points_is_refused_and_changes_nothing(ada, wrong):
    member = a_member(ada, a_programme())
    with pytest.raises(ValidationError):
        earn(member, by=SYSTEM, **wrong)
    assert not Operation.objects.exists()


def test_the_database_refuses_to_change_what_was_written(ada):
    earn(a_member(ada, a_programme()), points=5, by=SYSTEM)
    for change in (
        lambda: Entry.objects.update(amount=6),
        lambda: Entry.objects.all()._raw_delete("default"),
        lambda: Operation.objects.update(amount=6),
        lambda: Lot.objects.update(available=6),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert Customer.objects.filter(accounts__available=5).exists()


def test_what_is_added_to_a_purchase_is_where_its_credit_is_and_goes_back_as_one(ada):
    member = a_member(ada, a_programme(expiry={"count": 1}, tiers={"levels": [{"word": "a", "name": "A", "min": 25}]}))
    earned = earn(member, spend=1000, by=SYSTEM, at=day(2))
    for _twice in range(2):
        add_to(member, earned=earned, whole=Purchase.of(2599), by=SYSTEM, at=day(2, 3))
        assert (buckets(member)[1], member.tier) == (25, "a")
    take_back(member, earned=earned, spend=600, by=SYSTEM, at=day(2, 4))
    assert buckets(member)[1] == 19
    add_to(member, earned=earned, whole=Purchase.of(3000), by=SYSTEM, at=day(5))
    assert buckets(member)[:6] == (0, 0, 0, 0, 24, 6)
