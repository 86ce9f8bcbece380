from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from regulars.customers.actor import SYSTEM
from regulars.customers.fields import CUSTOMER_FIELDS
from regulars.customers.models import Customer, TimelineEvent
from regulars.lib.conditions import matching
from regulars.loyalty.actions.celebrate import _days, celebrate, next_due
from regulars.loyalty.actions.give_tier import give_tier
from regulars.loyalty.actions.join import join
from regulars.loyalty.models import Programme
from regulars.loyalty.periods import midnight
from regulars.loyalty.tests.members import a_programme

UTC = ZoneInfo("UTC")


def born(customer, day):
    Customer.objects.filter(pk=customer.pk).update(attributes={"birthday": str(day)})


def told(kind):
    return list(TimelineEvent.objects.filter(kind=kind).values_list("customer", flat=True))


def test_birthdays_are_told_once_a_year_also_of_whoever_changes_the_day(ada, ben, chiara):
    programme, today = a_programme(), timezone.now().date()
    join(ada, programme=programme, by=SYSTEM, at=midnight(today.replace(year=today.year - 4), UTC))
    join(chiara, programme=programme, by=SYSTEM, at=timezone.now() - timedelta(days=100))
    born(ada, today.replace(year=1980))
    born(ben, today.replace(year=1984))  # no member
    born(chiara, today.replace(year=1972) + timedelta(days=40))
    assert celebrate() == 1 and celebrate() == 0 and next_due() > timezone.now()
    assert (told("member.birthday"), told("member.anniversary")) == ([ada.pk], [ada.pk])
    assert TimelineEvent.objects.get(kind="member.anniversary").facts["years"] == 4
    Programme.objects.update(celebrated_on=today - timedelta(days=1))
    celebrate()
    assert told("member.birthday") == [ada.pk]


@pytest.mark.parametrize(("day", "meant"), [(date(2027, 2, 28), ["02-28", "02-29"]), (date(2028, 2, 28), ["02-28"])])
def test_who_was_born_on_the_29_of_february_has_their_day_in_other_years_too(day, meant):
    assert _days(day) == meant


def test_what_a_tier_gives_can_be_asked_about(ada, ben):
    benefits = {"Priority support": True, "free shipping": False, "warranty": "24 months"}
    programme = a_programme(tiers={"levels": [{"word": "gold", "name": "Gold", "min": 9, "benefits": benefits}]})
    give_tier(join(ada, programme=programme, by=SYSTEM), tier="gold", reason="Friend", by=SYSTEM)
    join(ben, programme=programme, by=SYSTEM)
    for asked, found in (
        ("priority support", [ada]),
        ("warranty", [ada]),
        ("free shipping", []),
        ("multiplier", []),
    ):
        tree = {"field": "benefit", "has": asked}
        assert list(matching(Customer.objects.all(), tree, CUSTOMER_FIELDS, now=timezone.now())) == found
