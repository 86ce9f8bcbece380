"""What an occasion gives is a plain reckoning: programmes that everybody knows are said in it, and its parts always add up."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from regulars.loyalty.earning import Award, Held, award, left_of, reckoning
from regulars.loyalty.purchases import Item, Purchase
from regulars.loyalty.schemes import Scheme, scheme_of
from regulars.loyalty.terms import Terms

ROUNDINGS = ("down", "nearest", "up", "whole steps")


def how(*schemes: Scheme | Held, tier: str = "", **terms: object) -> dict[str, object]:
    """A programme of these terms, and the rules that hold, in their order."""
    levels = [
        {"word": word, "name": word.title(), "min": place, "benefits": {"multiplier": times}}
        for place, (word, times) in enumerate(terms.pop("tiers", {}).items())
    ]
    held = [
        each if isinstance(each, Held) else Held(rule=number, name=f"Rule {number}", scheme=each)
        for number, each in enumerate(schemes, 1)
    ]
    return reckoning(Terms.model_validate(terms | {"tiers": {"levels": levels}}), tier, held)


def a_basket(**spend: int) -> Purchase:
    """Of each category one piece for so much."""
    return Purchase(items=tuple(Item(net=net, quantity=1, words=(word,)) for word, net in spend.items()))


def test_a_coffee_chain_one_star_a_dollar_and_two_when_it_is_paid_from_the_preloaded_card():
    preloaded = Scheme(do="multiply", times="2", of="purchase")
    assert award(Purchase.of(1250), how()).points == 12
    assert award(Purchase.of(1250), how(preloaded)).points == 25
    gold = how(preloaded, tiers={"green": "1", "gold": "1.2"}, tier="gold")
    assert [each["points"] for each in award(Purchase.of(1250), gold).parts] == [12, 3, 12]


def test_a_beauty_shop_more_for_higher_tiers_and_four_times_the_points_on_a_brand_for_a_week():
    tiers = {"insider": "1", "vib": "1.25", "rouge": "1.5"}
    week = Scheme(do="multiply", times="4", only=("Fenty",), from_on="2026-08-01", until_on="2026-08-07")
    bought = a_basket(Fenty=6000, Others=4000)
    assert [award(bought, how(tiers=tiers, tier=word)).points for word in tiers] == [100, 125, 150]
    assert award(bought, how(week, tiers=tiers, tier="rouge")).points == 150 + 3 * 90
    paris = ZoneInfo("Europe/Paris")
    assert week.is_on(datetime(2026, 8, 7, 21, 59, tzinfo=UTC), paris)
    assert not week.is_on(datetime(2026, 8, 7, 22, 0, tzinfo=UTC), paris)


def test_an_airline_miles_on_the_fare_by_status_and_bonuses_on_the_rate_alone():
    tiers = {"member": "1", "silver": "1.4", "gold": "1.6", "platinum": "1.8", "top": "2.2"}
    terms = {"earning": {"points": 5, "rounding": "nearest"}, "tiers": tiers}
    fare = Purchase.of(31_347)
    assert [award(fare, how(tier=word, **terms)).points for word in tiers] == [1567, 2194, 2508, 2821, 3448]
    double = Scheme(do="multiply", times="2", of="purchase", qualifies=False)
    bonus = award(fare, how(double, tier="gold", **terms))
    assert (bonus.points, bonus.qualifying) == (2508 + 1567, 2508)


def test_a_till_points_for_visits_for_amounts_and_for_items():
    visit = Scheme(points=1, least=500)
    by_visit = {"earning": {"points": 0}}
    assert [award(Purchase.of(spend), how(visit, **by_visit)).points for spend in (499, 500, 9000)] == [0, 1, 1]
    ten = {"earning": {"per": 1000, "rounding": "whole steps"}}
    assert [award(Purchase.of(spend), how(**ten)).points for spend in (999, 1000, 2999)] == [0, 1, 2]
    stamps = Scheme(points=1, each="item", only=("coffee",))
    cups = Purchase(items=(Item(net=900, quantity=3, words=("Coffee",)), Item(net=400, quantity=2, words=("cake",))))
    assert award(cups, how(stamps, **by_visit)).points == 3


def test_a_supermarket_whole_pounds_half_for_fuel_and_none_for_tobacco():
    fuel = Scheme(do="multiply", times="0.5", only=("fuel",))
    none = Scheme(do="multiply", times="0", of="purchase", only=("tobacco",))
    whole = {"earning": {"rounding": "whole steps"}}
    assert award(a_basket(fuel=4000), how(fuel, none, **whole)).points == 20
    assert award(a_basket(fuel=4000, food=2000, tobacco=1000), how(none, **whole)).points == 60
    assert award(a_basket(food=1999), how(fuel, none, **whole)).points == 19


def test_a_card_thrice_for_dining_up_to_a_limit_and_no_rule_after_the_last():
    dining = Scheme(points=2, each="amount", only=("dining",), most=100)
    welcome = Scheme(points=500)
    rules = [
        Held(rule=1, name="Dining", scheme=dining, stops=True, room=60),
        Held(rule=2, name="Welcome", scheme=welcome),
    ]
    assert award(a_basket(dining=2000), how(*rules)).points == 20 + 40
    assert award(a_basket(dining=9000), how(*rules)).points == 90 + 60
    assert award(a_basket(travel=9000), how(*rules)).points == 90 + 500
    assert award(None, how(rules[1])) == Award(500, ({"rule": 2, "version": 1, "name": "Welcome", "points": 500},), 500)


def test_a_hotel_by_brand_with_nights_that_count_for_status_and_a_bonus_that_does_not():
    brand = Scheme(points=10, each="amount", without=("Extended stay",), qualifies=False)
    cheap = Scheme(points=5, each="amount", only=("Extended stay",), qualifies=False)
    nights = Scheme(points=1, each="item", only=("Night",), only_for_tiers=True)
    stay = (("Night", 30_000, 3), ("Extended stay", 10_000, 1))
    bought = Purchase(items=tuple(Item(net=net, quantity=many, words=(word,)) for word, net, many in stay))
    given = award(bought, how(brand, cheap, nights, earning={"points": 0}))
    assert (given.points, given.qualifying) == (3000 + 500, 3)
    gold = {"earning": {"points": 10, "bonus_qualifies": False}, "tiers": {"gold": "1.8"}, "tier": "gold"}
    given = award(Purchase.of(10_000), how(**gold))
    assert (given.points, given.qualifying) == (1800, 1000)


def test_an_airline_by_distance_and_fare_class_with_status_points_that_nobody_can_spend():
    flown = Held(rule=1, name="Flown", scheme=Scheme(points=1, each="value"), value="3451")
    light = Held(rule=2, name="Light fare", scheme=Scheme(do="multiply", times="0.25"))
    gold = Held(rule=3, name="Gold", scheme=Scheme(do="multiply", times="2", qualifies=False))
    status = Held(rule=4, name="Status", scheme=Scheme(points=2, only_for_tiers=True))
    given = award(None, how(flown, light, gold, status))
    assert (given.points, given.qualifying, sum(given.by_rule().values())) == (1725, 862 + 2, 1727)


def test_a_rule_for_tiers_takes_no_more_than_this_purchase_counts():
    bonus, none = Scheme(points=100, qualifies=False), Scheme(do="multiply", times="0", only_for_tiers=True)
    given = award(Purchase.of(5000), how(bonus, none))
    assert (given.points, given.qualifying) == (150, 0)


def test_a_petrol_station_each_item_rounded_by_itself_and_a_point_for_each_two_litres():
    bought = Purchase(items=tuple(Item(net=net, quantity=1) for net in (199, 250, 99)))
    assert [award(bought, how(earning={"rounded": word})).points for word in ("purchase", "item")] == [5, 3]
    assert award(bought, how(earning={"rounded": "item"}, tiers={"gold": "1.5"}, tier="gold")).points == 2 + 3 + 1
    litres = Scheme(points=1, each="item", only=("diesel",), pieces=200)  # hundredths
    tank = Purchase(items=(Item(net=8000, quantity=4327, words=("Diesel",)),))
    assert award(tank, how(litres, earning={"points": 0})).points == 21


def test_nights_belong_to_the_day_on_which_they_began():
    late = Scheme(points=1, weekdays=("friday",), from_time="22:00", until_time="02:00")
    at = [datetime(2026, 11, day, hour, tzinfo=UTC) for day, hour in ((20, 21), (20, 22), (21, 1), (21, 2), (21, 22))]
    assert [late.is_on(each, ZoneInfo("UTC")) for each in at] == [False, True, True, False, False]


def test_what_makes_no_sense_is_refused_by_its_place():
    for wrong, place in (
        ({"do": "earn"}, "steps.1"),
        ({"points": -1}, "steps.1.points"),
        ({"points": 1, "times": "1e9"}, "steps.1"),
        ({"points": 1, "weekdays": ["noday"]}, "steps.1.weekdays.0"),
        ({"points": 1, "from_on": "2026-02-01", "until_on": "2026-01-01"}, "steps.1"),
        ({"points": 1, "budget": {"most": 0}}, "steps.1.budget.most"),
        ({"points": 1, "colour": "red"}, "steps.1.colour"),
    ):
        with pytest.raises(ValidationError) as refused:
            scheme_of(wrong)
        assert list(refused.value.message_dict) == [place]


MONEY = st.integers(0, 10**7)
ITEMS = st.lists(st.builds(Item, net=MONEY, quantity=st.integers(0, 9), words=st.sampled_from([(), ("a",), ("b",)])))
BASKETS = st.builds(Purchase, items=ITEMS.map(tuple), rest=MONEY)
ONLY = st.sampled_from([(), ("a",), ("A", "b")])
GIVES = st.builds(Scheme, points=st.integers(1, 999), each=st.sampled_from(["occasion", "amount", "item"]), per=st.integers(1, 999), only=ONLY, least=st.integers(0, 10**5), most=st.none() | st.integers(0, 500))  # fmt: skip
TIMES = st.builds(Scheme, do=st.just("multiply"), times=st.sampled_from(["0", "0.5", "1.25", "3"]), of=st.sampled_from(["all", "purchase"]), only=ONLY)  # fmt: skip
RULES = st.lists(st.tuples(GIVES | TIMES, st.booleans(), st.none() | st.integers(0, 300)), max_size=5)


@given(bought=BASKETS, rules=RULES, rounding=st.sampled_from(ROUNDINGS), times=st.sampled_from(["1", "1.25", "0.5"]), part=st.integers(0, 100))  # fmt: skip
def test_parts_add_up_limits_hold_and_a_refund_leaves_what_the_rest_gives(bought, rules, rounding, times, part):
    held = [
        Held(rule=number, name="x", scheme=scheme, stops=stops, room=room)
        for number, (scheme, stops, room) in enumerate(rules, 1)
    ]
    said = how(*held, earning={"rounding": rounding}, tiers={"one": times}, tier="one")
    whole = award(bought, said)
    assert whole.points == sum(each["points"] for each in whole.parts) >= 0
    assert 0 <= whole.qualifying <= whole.points
    for each in held:
        given_by_it = whole.by_rule().get(each.rule, 0)
        limits = [limit for limit in (each.room, each.scheme.most) if limit is not None]
        assert not limits or given_by_it <= min(limits)
    kept = said | {"purchase": bought.model_dump(mode="json")}
    back = bought.spend * part // 100
    rest = left_of(kept, None, points=whole.points, spend=bought.spend, refunded=back)
    assert rest.points <= whole.points and bought.less(back).spend == bought.spend - back
    assert left_of(kept, None, points=whole.points, spend=bought.spend, refunded=bought.spend).points == 0
