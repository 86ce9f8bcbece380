"""What public programmes give for a purchase, beyond the usual: bonuses with dates of their own, parts of a point, the more of two."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from regulars.customers.actor import SYSTEM
from regulars.loyalty.actions.activate import activate
from regulars.loyalty.actions.add_to import add_to
from regulars.loyalty.actions.earn import earn
from regulars.loyalty.actions.redeem import redeem
from regulars.loyalty.actions.restore import restore
from regulars.loyalty.actions.take_back import take_back
from regulars.loyalty.earning import award
from regulars.loyalty.purchases import Purchase
from regulars.loyalty.queries import statement
from regulars.loyalty.schemes import Scheme, scheme_of
from regulars.loyalty.spans import Clock
from regulars.loyalty.terms import terms_of
from regulars.loyalty.tests.members import a_member, a_programme, day
from regulars.loyalty.tests.test_earning import a_basket, how
from regulars.loyalty.tests.test_public_programmes import rules

__all__ = ["rules"]


def test_a_bonus_is_over_sooner_than_what_the_purchase_gave_and_goes_back_with_it(ada, rules):
    october = {"lasts": {"on": date(2024, 10, 31)}}
    rules.append(
        Scheme(points=10, each="amount", per=5000, waits={"count": 1, "round_to": "day", "unit": "day"}, **october)
    )
    programme = a_programme(expiry={"count": 24}, earning={"rounding": "whole steps"}, refunds={"policy": "unlimited"})
    member = a_member(ada, programme)
    bought = earn(member, spend=12_000, by=SYSTEM, at=day(10))
    assert (bought.amount, statement(member, at=day(10)).available, statement(member, at=day(10)).pending) == (
        140,
        120,
        20,
    )
    at = statement(member, at=day(10, 4))
    assert at.expiries == [(datetime(2024, 11, 1, tzinfo=UTC), 20), (day(10, year=2026), 120)]
    assert statement(member, at=day(11, 2)).available == 120
    add_to(member, earned=bought, whole=Purchase.of(15_000), by=SYSTEM, at=day(10, 2))
    assert statement(member, at=day(10, 5)).expiries[0][1] == 30
    redeem(member, points=30, by=SYSTEM, at=day(10, 6))
    take_back(member, earned=bought, by=SYSTEM, at=day(10, 7))
    assert statement(member, at=day(10, 8)).balance == -30
    restore(member, earned=bought, by=SYSTEM, at=day(10, 9))
    assert statement(member, at=day(10, 10)).available == 150


def test_a_bonus_begins_on_its_own_day_whenever_the_parcel_arrives(ada, rules):
    rules += [Scheme(points=20, waits={"on": date(2024, 10, 31)}), Scheme(points=5, lasts={"count": 60, "unit": "day"})]
    member = a_member(ada, a_programme(activation={"kind": "on delivery"}))
    bought = earn(member, spend=10_000, waits=True, by=SYSTEM, at=day(10))
    activate(bought, by=SYSTEM, at=day(10, 3))
    had = [statement(member, at=at) for at in (day(10, 4), day(11), day(12))]
    assert [(each.available, each.pending) for each in had] == [(105, 20), (125, 0), (120, 0)]


def test_a_hotel_gives_so_much_for_money_or_a_thousand_whichever_is_more():
    least = Scheme(do="raise", points=1000)
    given = [award(Purchase.of(spend), how(least, earning={"points": 10})).points for spend in (4500, 10_000, 25_000)]
    assert given == [1000, 1000, 2500]


def test_an_airline_gives_seven_for_six_and_whoever_rounds_each_part_gets_less():
    tiers = {"blue": "1", "bronze": "7/6", "silver": "4/3", "gold": "3/2"}
    terms = {"earning": {"points": 6}, "tiers": tiers}
    assert [award(Purchase.of(100_000), how(tier=each, **terms)).points for each in tiers] == [6000, 7000, 8000, 9000]
    hotel = {"tiers": {"gold": "1.25"}, "tier": "gold"}
    rounded = {word: award(Purchase.of(1290), how(earning={"rounded": word}, **hotel)) for word in ("purchase", "part")}
    assert [each.points for each in rounded.values()] == [16, 15]
    assert [each["points"] for each in rounded["part"].parts] == [12, 3]
    half = award(a_basket(a=190), how(Scheme(do="multiply", times="1.5"), earning={"rounded": "part"}))
    assert [each["points"] for each in half.parts] == [1]


def test_a_club_gives_two_per_cent_up_to_a_limit_in_each_year_of_membership(ada, rules):
    rules.append(Scheme(points=2, each="amount", per=100, per_member={"most": 1000, "within": "year of membership"}))
    member = a_member(ada, a_programme(earning={"points": 0}), at=day(6, 15))
    for at, given in ((day(7), 900), (day(6, 14, year=2025), 100), (day(6, 16, year=2025), 900)):
        assert earn(member, spend=45_000, by=SYSTEM, at=at).amount == given


def test_parts_of_a_star_count_with_the_next_coffee_and_a_stamp_with_the_next_book(ada, ben):
    coffee, books = (
        a_programme(name, earning={"rounding": "carried", "per": per})
        for name, per in (("Stars", 100), ("Stamps", 1000))
    )
    stars, stamps = a_member(ada, coffee), a_member(ben, books)
    assert [earn(stars, spend=435, by=SYSTEM, at=day(2, each)).amount for each in (1, 2, 3)] == [4, 4, 5]
    bought = [earn(stamps, spend=spend, by=SYSTEM, at=day(2)) for spend in (999, 1, 2500, 500)]
    assert [each.amount for each in bought] == [0, 1, 2, 1]
    take_back(stamps, earned=bought[2], spend=1000, by=SYSTEM, at=day(3))
    assert statement(stamps, at=day(3)).available == 3
    third = how(earning={"rounding": "carried", "points": 1, "per": 300})
    given, carried = [], 0
    for _each in range(4):
        one = award(Purchase.of(100), third | {"carried": carried})
        given, carried = [*given, one.points], one.carried
    assert given == [0, 0, 1, 0]


def test_stars_are_over_on_the_first_day_after_six_months_of_whole_calendar():
    ends = terms_of({"expiry": {"count": 6, "round_to": "month"}}).expiry
    assert ends.after(datetime(2020, 12, 15, tzinfo=UTC), Clock(UTC)) == datetime(2021, 7, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "wrong",
    [
        {"points": 1, "counter": "nights"},
        {"points": 1, "only_for_tiers": True, "lasts": {"count": 1}},
        {"points": 1, "budget": {"most": 1, "within": "year of membership"}},
        {"do": "raise"},
        {"do": "multiply", "times": "7/0"},
    ],
)
def test_what_rules_cannot_say_is_refused(wrong):
    with pytest.raises(ValidationError):
        scheme_of(wrong)
