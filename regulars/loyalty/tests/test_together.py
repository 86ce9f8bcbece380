"""Many at once, with connections of their own: each point is spent once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from regulars.customers.actor import SYSTEM
from regulars.customers.models import Customer
from regulars.loyalty.actions.earn import earn
from regulars.loyalty.actions.redeem import redeem
from regulars.loyalty.actions.transfer import transfer
from regulars.loyalty.models import Operation
from regulars.loyalty.report import totals
from regulars.loyalty.tests.members import a_member, a_programme, buckets


def at_once(times, act):
    def alone(number):
        try:
            return act(number)
        except ValidationError:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as several:
        return [done for done in several.map(alone, range(times)) if done]


@pytest.mark.django_db(transaction=True)
def test_what_many_want_at_once_is_spent_earned_and_sent_once():
    programme = a_programme()
    one, other = (a_member(Customer.objects.create(name=name), programme) for name in ("Ada", "Ben"))
    assert len({done.pk for done in at_once(16, lambda _each: earn(one, points=100, key="order", by=SYSTEM))}) == 1
    assert len(at_once(200, lambda each: redeem(one, points=100, by=SYSTEM))) == 1
    assert buckets(one)[1:4] == (0, 0, 100)
    earn(one, points=100, by=SYSTEM)
    sent = at_once(
        16, lambda each: transfer(one if each % 2 else other, to=other if each % 2 else one, points=100, by=SYSTEM)
    )
    assert len(sent) == Operation.objects.filter(kind="send").count() >= 1
    assert buckets(one)[1] + buckets(other)[1] == 100 and totals(programme)["issued"] == 200
