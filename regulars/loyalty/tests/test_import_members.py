"""The members of another programme come along in a table, once, and what is wrong with a line is said."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from regulars.customers.actor import SYSTEM
from regulars.customers.models import Customer, Reaction, TimelineEvent
from regulars.lib.tables import Table, Wrong
from regulars.loyalty.actions.earn import earn
from regulars.loyalty.actions.import_members import import_members
from regulars.loyalty.models import Account, Operation
from regulars.loyalty.queries import statement
from regulars.loyalty.tables import NEEDED, OTHER_NAMES
from regulars.loyalty.tests.members import a_member, a_programme, buckets

LEVELS = [{"word": "silver", "name": "Silver", "min": 100}]
NEXT_YEAR = timezone.now().year + 1
LINES = f"""\
Card number;E-mail;Name;Member since;Balance;Expires;Tier
B1;EVE@shop.example;Eve;2019-05-01;120;{NEXT_YEAR}-12-31;Silver
B2;;Bo;;;;
B3;ada@moreau.example;Ada;;7;;
"""
WRONG = """\
number,email,name,joined,points,expires,tier
,a@shop.example,,,,,
B4,no address,,,,,
B5,,,,,,
B6,b@shop.example,,2999-01-01,,,
B7,b@shop.example,,,1.5,,
B8,b@shop.example,,,5,2020-01-01,
B9,b@shop.example,,,,9999-12-31,
B10,b@shop.example,,,,,gold
B11,ada@moreau.example,,,,,
B12,c@shop.example,,,,,
B13,C@shop.example,,,,,
THEIRS,d@shop.example,,,,,
"""


def lines_of(text):
    return [line for [line] in Table(text.encode(), needed=NEEDED, other_names=OTHER_NAMES).since(0)]


def brought_in(text, programme):
    refused = []
    outcome = import_members(
        lines_of(text), programme=programme, refuse=lambda line, wrong: refused.append((line.number, wrong.column))
    )
    return outcome, refused


def test_members_come_along_with_what_they_have_and_only_once(ada):
    programme = a_programme(zone="Europe/Berlin", expiry={"count": 12}, tiers={"levels": LEVELS})
    outcome, refused = brought_in(LINES, programme)
    assert (outcome.taken, outcome.known, refused) == (3, 0, [])
    eve, bo, third = Account.objects.order_by("number")
    assert third.customer == ada and bo.customer.name == "Bo" and eve.customer.name == "Eve"
    assert (eve.own_tier, eve.tier, eve.review_at is not None) == ("silver", "silver", True)
    assert buckets(eve)[:2] == (0, 120) and eve.joined_at == datetime(2019, 4, 30, 22, tzinfo=UTC)
    assert statement(eve).expiries == [(datetime(NEXT_YEAR, 12, 31, 23, tzinfo=UTC), 120)]
    assert third.due_at and Operation.objects.get(account=third).reason == "Brought along from before"
    assert {"member.joined", "points.adjusted", "tier.changed"} == set(
        TimelineEvent.objects.filter(customer=eve.customer).values_list("kind", flat=True)
    )
    assert not Reaction.objects.exists()
    before = Operation.objects.count(), Customer.objects.count()
    outcome, refused = brought_in(LINES, programme)
    assert (outcome.taken, outcome.known, refused) == (0, 3, [])
    assert (Operation.objects.count(), Customer.objects.count()) == before
    earn(eve, points=1, by=SYSTEM, at=None)
    assert buckets(eve)[1] == 121


def test_each_line_that_is_wrong_is_told_with_its_column(ada):
    programme, other = a_programme(tiers={"levels": LEVELS}), a_programme("Other")
    a_member(ada, programme)
    Account.objects.create(programme=other, customer=Customer.objects.create(), number="THEIRS")
    outcome, refused = brought_in(WRONG, programme)
    assert refused == [
        (2, "number"), (3, "email"), (4, "email"), (5, "joined"), (6, "points"), (7, "expires"), (8, "expires"), (9, "tier"),
        (13, "number"), (10, "email"), (12, "email"),
    ]  # fmt: skip
    assert (outcome.taken, outcome.refused) == (1, 11)
    with pytest.raises(Wrong):
        lines_of("email\na@shop.example")
