import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from regulars.customers.actions.merge import merge
from regulars.customers.actions.unmerge import unmerge
from regulars.customers.fields import CUSTOMER_FIELDS
from regulars.customers.models import Customer
from regulars.experiments.actions.save_holdout import save_holdout
from regulars.experiments.holding import Held, current, is_held
from regulars.experiments.models import Holdout
from regulars.lib.buckets import BUCKETS, bucket
from regulars.lib.conditions import matching
from regulars.team.models import AuditEntry
from tests.cast import meet


@pytest.fixture
def crowd(db):
    return Customer.objects.bulk_create([Customer(name=f"Guest {number}") for number in range(3000)])


def held():
    return set(Customer.objects.filter(Held("pk")).values_list("pk", flat=True))


def test_nobody_is_held_until_somebody_says_how_many(crowd, grace):
    assert not held() and not is_held(crowd[0]) and current() is None
    save_holdout(share=1000, by=grace)
    assert 0.08 < len(held()) / len(crowd) < 0.12
    save_holdout(share=0, by=grace)
    assert not held() and current().share == 0


def test_python_and_sql_draw_the_same_lots(crowd, grace):
    salt = save_holdout(share=500, by=grace).salt
    assert held() == {each.pk for each in crowd if bucket(each.pk, salt=salt) < 500}
    assert {bucket(number, salt="x") < BUCKETS for number in (0, -1, 10**18)} == {True}


def test_a_larger_share_keeps_who_is_held_and_the_same_share_changes_nothing(crowd, grace):
    save_holdout(share=500, by=grace)
    before = held()
    save_holdout(share=500, by=grace)
    assert Holdout.objects.count() == 1
    save_holdout(share=1500, by=grace)
    assert before < held() and Holdout.objects.filter(ended_at=None).count() == 1
    assert AuditEntry.objects.filter(action="holdout.changed").count() == 2


@pytest.mark.parametrize("share", [-1, 2001])
def test_a_share_beyond_reason_is_refused(share, grace):
    with pytest.raises(ValidationError, match="20 per cent"):
        save_holdout(share=share, by=grace)
    assert not Holdout.objects.exists()


def test_whoever_goes_on_as_one_with_a_held_customer_is_held_and_free_again_when_parted(crowd, grace):
    save_holdout(share=500, by=grace)
    known = held()
    free = [each for each in crowd if each.pk not in known][:2]
    one = Customer.objects.get(pk=min(known))
    assert not is_held(free[0])
    merge(one, into=free[0], by=grace)
    assert is_held(free[0]) and is_held(one)
    merge(free[0], into=free[1], by=grace)  # through a chain of them, too
    assert is_held(free[1]) and held() == known | {free[0].pk, free[1].pk}
    unmerge(Customer.objects.get(pk=free[0].pk), by=grace)
    unmerge(Customer.objects.get(pk=one.pk), by=grace)
    assert held() == known


def test_conditions_ask_who_is_held_out(grace, inbox):
    ada, ben = meet("Ada", "ada@post.example"), meet("Ben", "ben@post.example")
    save_holdout(share=2000, by=grace)
    salt = next(f"{n}" for n in range(999) if bucket(ada.pk, salt=f"{n}") < 2000 <= bucket(ben.pk, salt=f"{n}"))
    Holdout.objects.update(salt=salt)
    asked = {"field": "is held out", "is": True}
    assert list(matching(Customer.objects.all(), asked, CUSTOMER_FIELDS, now=timezone.now())) == [ada]
