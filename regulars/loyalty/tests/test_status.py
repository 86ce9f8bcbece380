"""Status as hotels and airlines give it: by one of several measures, by all of them, rolled over, for good; and told late."""

import pytest
from django.core.exceptions import ValidationError

from regulars.customers.actor import SYSTEM
from regulars.loyalty.actions.earn import earn
from regulars.loyalty.actions.redeem import redeem
from regulars.loyalty.actions.restore import restore
from regulars.loyalty.actions.take_back import take_back
from regulars.loyalty.earning import Held
from regulars.loyalty.models import Lot
from regulars.loyalty.occasions import Occasion
from regulars.loyalty.purchases import Item, Purchase
from regulars.loyalty.queries import effect_of, statement
from regulars.loyalty.schemes import Scheme
from regulars.loyalty.terms import terms_of
from regulars.loyalty.tests.members import a_member, a_programme, day


def level(word, least, **takes):
    return {"word": word, "name": word.title(), "min": least} | takes


def tier_at(member, at):
    return statement(member, at=at).tier


def nights(member, many, at, *, spend=0, stays=1):
    """So many nights, in so many stays, which cost so much."""
    if spend:
        earn(member, spend=spend, qualifying=many, is_order=stays > 0, by=SYSTEM, at=at)
    else:
        earn(member, points=0, qualifying=many, is_order=stays > 0, by=SYSTEM, at=at)
    for _each in range(stays - 1):
        earn(member, spend=1, by=SYSTEM, at=at)


def test_a_hotel_gives_status_by_nights_or_stays_or_spend_and_the_highest_by_spend_as_well(ada, ben, chiara):
    levels = [
        level("silver", 10, ways=[{"orders": 4}, {"spend": 250_000}]),
        level("gold", 25, ways=[{"orders": 15}, {"spend": 600_000}]),
        level("reserve", 80, also={"spend": 1_800_000}, ways=[{"orders": 40, "spend": 1_800_000}]),
    ]
    programme = a_programme(earning={"points": 10}, tiers={"levels": levels})
    by_stays, by_spend, by_nights = (a_member(each, programme) for each in (ada, ben, chiara))
    nights(by_stays, 4, day(2), stays=4)
    nights(by_spend, 2, day(2), spend=600_000)
    nights(by_nights, 80, day(2), spend=500_000)
    assert [tier_at(each, day(3)) for each in (by_stays, by_spend, by_nights)] == ["silver", "gold", "gold"]
    said = statement(by_nights, at=day(3)).progress
    assert (said.amount, said.missing) == (80, 0)
    assert said.ways == [{"spend": 1_300_000}, {"orders": 39, "spend": 1_300_000}]
    nights(by_nights, 0, day(4), spend=1_300_000)
    assert tier_at(by_nights, day(4)) == "reserve"
    assert tier_at(by_nights, day(12, 31, year=2025)) == "reserve" and tier_at(by_nights, day(1, year=2026)) == ""


def test_an_airline_takes_points_and_flights_or_more_points_and_four_flights_in_any_case(ada):
    silver = level("silver", 6000, also={"orders": 4}, ways=[{"points": 5000, "orders": 15}])
    member = a_member(ada, a_programme(tiers={"levels": [silver]}))
    for number in range(14):
        earn(member, points=385, is_order=True, by=SYSTEM, at=day(2, number + 1))
    assert tier_at(member, day(3)) == "" and statement(member, at=day(3)).progress.ways == [
        {"points": 610},
        {"orders": 1},
    ]
    earn(member, points=10, is_order=True, by=SYSTEM, at=day(3))
    assert tier_at(member, day(3)) == "silver"


ROLLS = [
    (True, [70_000, 20_000, 0, 0], [20_000, 15_000, 0]),  # 20,000 + 20,000 − 25,000; and then too little for any status
    (True, [200_000, 0, 0, 0], [125_000, 50_000, 0]),  # above the highest, again and again
    (False, [110_000, 0, 60_000, 0], [35_000, 0, 10_000]),  # what has rolled over does not roll on
    (False, [24_999, 25_000, 26_000, 0], [0, 0, 1000]),
]


@pytest.mark.parametrize(("again", "flown", "over"), ROLLS)
def test_what_goes_beyond_the_status_that_was_reached_counts_in_the_next_year(ada, again, flown, over):
    levels = [level("silver", 25_000), level("gold", 50_000), level("platinum", 75_000)]
    member = a_member(ada, a_programme(tiers={"levels": levels, "rolls_over": {"again": again}}))
    counted = []
    for year, miles in enumerate(flown, 2024):
        if miles:
            earn(member, points=miles, by=SYSTEM, at=day(5, year=year))
        counted.append(statement(member, at=day(12, 31, year=year)).progress.amount)
    assert counted == [own + came for own, came in zip(flown, [0, *over], strict=True)]


def test_what_rolls_over_is_of_the_tier_that_was_reached_has_a_limit_and_follows_a_refund(ada, ben):
    levels = [level("silver", 10, ways=[{"spend": 1000}]), level("gold", 40)]
    programme = a_programme(tiers={"levels": levels, "rolls_over": {"most": 15}})
    by_money, many = a_member(ada, programme), a_member(ben, programme)
    earn(by_money, spend=1000, qualifying=9, by=SYSTEM, at=day(5))
    stay = earn(many, points=59, by=SYSTEM, at=day(5))
    assert [statement(each, at=day(1, year=2025)).progress.amount for each in (by_money, many)] == [0, 15]
    take_back(many, earned=stay, points=12, by=SYSTEM, at=day(2, year=2025))
    assert statement(many, at=day(2, year=2025)).progress.amount == 7


def test_who_has_collected_enough_in_all_their_time_never_falls_below_it(ada):
    levels = [level("silver", 10), level("gold", 50, for_good={"points": 70})]
    member = a_member(ada, a_programme(tiers={"levels": levels}), at=day(1, year=2020))
    for year in range(2020, 2027):
        earn(member, points=10, by=SYSTEM, at=day(5, year=year))
    assert [tier_at(member, day(5, year=year)) for year in (2026, 2040)] == ["gold", "gold"]
    assert statement(member, at=day(5, year=2026)).progress.to_stay == []


def test_what_is_told_after_new_year_counts_for_the_year_in_which_it_happened(ada):
    programme = a_programme(tiers={"levels": [level("silver", 100)]})
    member = a_member(ada, programme)
    earn(member, points=60, by=SYSTEM, at=day(6))
    earn(member, points=1, by=SYSTEM, at=day(1, 2, year=2025))
    earn(member, points=40, by=SYSTEM, at=day(12, 31))
    assert [tier_at(member, day(1, 3, year=year)) for year in (2025, 2026)] == ["silver", ""]
    told = effect_of(programme, terms_of({"tiers": {"levels": [level("silver", 100)]}}))
    assert (told["up"], told["down"]) == (0, 0)


def the_rules(occasion, *, account, at):
    money = Scheme(points=10, each="amount", qualifies=False)
    nights = Scheme(points=1, each="item", only=("Night",), only_for_tiers=True)
    return [Held(rule=rule, name="x", scheme=each) for rule, each in enumerate((money, nights), 1)]


def test_a_refund_lowers_what_counts_by_what_it_was_for(ada, settings):
    """Three nights, and what was drunk in the bar: it goes back, and then a night."""
    settings.EARNING_RULES = f"{__name__}.the_rules"
    programme = a_programme(earning={"points": 0})
    member = a_member(ada, programme)
    bar, three, two = (Item(net=2_000), *(Item(net=n * 10_000, quantity=n, words=("Night",)) for n in (3, 2)))
    stay = Occasion.bought(Purchase(items=(three, bar)), programme=programme)
    earned, counts = earn(member, occasion=stay, by=SYSTEM, at=day(2)), []
    for left in ((three,), (two,)):
        take_back(member, earned=earned, left=Purchase(items=left), by=SYSTEM, at=day(3))
        lot = Lot.objects.get(operation=earned)
        counts.append((lot.issued - lot.charged, lot.qualifies - lot.qualifies_back))
    assert counts == [(3000, 3), (2000, 2)]
    restore(member, earned=earned, left=Purchase(items=(three,)), by=SYSTEM, at=day(4))
    assert Lot.objects.get(operation=earned).qualifies_back == 0


def test_status_that_was_given_alone_can_be_taken_back(ada):
    member = a_member(ada, a_programme(tiers={"levels": [level("silver", 10)]}))
    given = earn(member, points=0, qualifying=10, by=SYSTEM, at=day(2))
    take_back(member, earned=given, by=SYSTEM, at=day(3))
    assert statement(member, at=day(3)).progress.to_stay == [{"points": 10}]


def test_how_much_is_missing_to_stay_is_said_of_the_day_on_which_it_is_looked_at(ada, ben):
    rolling = {"levels": [level("silver", 100)], "period": {"kind": "rolling"}, "keeps": "span"}
    member = a_member(ada, a_programme("Rolling", tiers=rolling))
    earn(member, points=100, by=SYSTEM, at=day(3))
    earn(member, points=30, by=SYSTEM, at=day(6))
    assert statement(member, at=day(7)).progress.to_stay == [{"points": 70}]
    ends = a_member(ben, a_programme("Ends", tiers={"levels": [level("silver", 100)], "keeps": "period end"}))
    earn(ends, points=100, by=SYSTEM, at=day(3))
    assert statement(ends, at=day(7)).progress.to_stay == []


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"levels": [level("silver", 1, also={"points": 5})]}, "tiers"),
        ({"levels": [level("silver", 1, ways=[{}])]}, "tiers.levels.0.ways.0"),
        ({"levels": [level("silver", 1, ways=[{"nights": 5}])]}, "tiers"),
        ({"basis": "balance", "period": {"kind": "ever"}, "keeps": "follows", "levels": [level("a", 1, for_good={"spend": 1})]}, "tiers"),
        ({"period": {"kind": "rolling"}, "keeps": "span", "rolls_over": {}}, "tiers"),
    ],
)  # fmt: skip
def test_what_tiers_cannot_take_is_refused(wrong, place):
    with pytest.raises(ValidationError) as refused:
        terms_of({"tiers": wrong})
    assert list(refused.value.message_dict) == [place]


def test_what_is_earned_while_nothing_may_be_spent_keeps_a_membership_alive(ada):
    terms = {"inactivity": {"count": 12, "kept_by": ["earn"]}, "activation": {"kind": "after", "span": {"count": 1}}}
    member = a_member(ada, a_programme(**terms))
    earn(member, points=100, by=SYSTEM, at=day(1))
    redeem(member, points=100, by=SYSTEM, at=day(3))
    earn(member, points=50, by=SYSTEM, at=day(12, 15))
    assert [statement(member, at=day(month, year=2025)).available for month in (3, 12)] == [50, 50]
    assert statement(member, at=day(1, year=2026)).available == 0


def test_points_that_somebody_took_stay_taken_when_a_refund_fails(ada):
    member = a_member(ada, a_programme())
    earned, has = earn(member, spend=10_000, by=SYSTEM, at=day(2)), []
    take_back(member, earned=earned, points=30, by=SYSTEM, at=day(3))
    for act, left in ((take_back, 5_000), (restore, 10_000)):
        act(member, earned=earned, left=Purchase.of(left), by=SYSTEM, at=day(4))
        has.append(statement(member, at=day(5)).available)
    restore(member, earned=earned, by=SYSTEM, at=day(6))
    assert [*has, statement(member, at=day(7)).available] == [50, 70, 100]
