"""What public programmes print as examples, with what their terms take beyond the usual: to the point and to the day."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError

from regulars.customers.actor import SYSTEM
from regulars.loyalty.actions.earn import earn
from regulars.loyalty.actions.give_tier import give_tier
from regulars.loyalty.actions.redeem import redeem
from regulars.loyalty.actions.restore import restore
from regulars.loyalty.actions.save_programme import save_programme
from regulars.loyalty.actions.sweep import sweep
from regulars.loyalty.actions.take_back import take_back
from regulars.loyalty.actions.transfer import transfer
from regulars.loyalty.earning import Held
from regulars.loyalty.models import Account, Lot
from regulars.loyalty.occasions import Occasion
from regulars.loyalty.purchases import Item, Purchase
from regulars.loyalty.queries import statement
from regulars.loyalty.runs import run_at
from regulars.loyalty.schemes import Scheme
from regulars.loyalty.spans import Clock
from regulars.loyalty.terms import terms_of
from regulars.loyalty.tests.members import a_member, a_programme, day
from regulars.loyalty.tests.test_status import level, tier_at

RULES: list[Scheme] = []


def the_rules(occasion, *, account, at):
    return [Held(rule=number, name=f"{number}", scheme=each) for number, each in enumerate(RULES, 1)]


@pytest.fixture
def rules(settings):
    """Which rules hold, without a rulebook."""
    settings.EARNING_RULES = f"{__name__}.the_rules"
    RULES.clear()
    return RULES


def xp(member, many, at):
    return earn(member, points=0, qualifying=many, by=SYSTEM, at=at)


FLYING = {
    "levels": [level("silver", 100), level("gold", 180), level("platinum", 300, for_good={"years in a row": 10})],
    "period": {"kind": "own", "count": 12},
    "keeps": "period end",
    "downgrade": "one step",
    "rolls_over": {"again": True, "most": 300},
}


def test_an_airline_where_each_status_is_paid_for_and_the_rest_comes_over(ada):
    member, told = a_member(ada, a_programme(tiers=FLYING)), []
    for at, many in ((day(2), 90), (day(3), 30), (day(5), 170), (day(1, year=2025), 250)):
        xp(member, many, at)
        told.append((tier_at(member, at), statement(member, at=at).progress.amount))
    assert told == [("", 90), ("silver", 20), ("gold", 10), ("gold", 260)]
    ends = day(5, year=2025)
    assert statement(member, at=day(1, year=2025)).progress.review_at == ends
    said = [statement(member, at=at) for at in (ends, day(5, year=2026), day(5, year=2027))]
    # 260 − 180 come over; a year later they are too few for gold, and silver takes none of them; then nothing is left
    assert [(each.tier, each.progress.amount) for each in said] == [("gold", 80), ("silver", 0), ("", 0)]


def test_what_comes_over_has_a_limit_and_follows_a_refund_and_who_flies_much_rises_step_by_step(ada, ben):
    programme = a_programme(tiers=FLYING)
    much, back = a_member(ada, programme), a_member(ben, programme)
    xp(much, 100 + 180 + 300 + 350, day(2))
    assert (tier_at(much, day(2)), statement(much, at=day(2)).progress.amount) == ("platinum", 300)
    xp(back, 100, day(2))
    flight = xp(back, 180, day(3))
    take_back(back, earned=flight, by=SYSTEM, at=day(4))
    assert [tier_at(back, at) for at in (day(4), day(3, year=2025))] == ["gold", "silver"]  # down at a review


def test_a_period_of_ones_own_may_end_with_a_month():
    tiers = terms_of({"tiers": FLYING | {"period": {"kind": "own", "count": 12, "round_to": "month"}}}).tiers
    clock = Clock(UTC)
    at = datetime(2024, 3, 15, tzinfo=UTC)
    run = run_at(tiers, [(at, {"points": 130})], joined=day(1), at=at, clock=clock)
    assert (run.rank, run.amounts(tiers)["points"], run.end(tiers, clock)) == (0, 30, datetime(2025, 4, 1, tzinfo=UTC))


def test_a_status_is_for_good_after_ten_years_in_a_row(ada, ben):
    programme = a_programme(tiers=FLYING | {"period": {"kind": "own", "count": 1, "unit": "year"}})
    steady, less = a_member(ada, programme), a_member(ben, programme)
    for member, years in ((steady, 10), (less, 9)):
        xp(member, 580, day(2, year=2010))
        for year in range(2010, 2010 + years - 1):
            xp(member, 300, day(6, year=year))
    assert [tier_at(each, day(2, 2, year=2020)) for each in (steady, less)] == ["platinum", "silver"]
    assert tier_at(steady, day(1, year=2040)) == "platinum"


def test_a_hotel_where_nights_and_years_together_make_a_status_for_good(ada, ben):
    gold = level("gold", 25, for_good={"points": 100, "years": 3})
    programme = a_programme(tiers={"levels": [level("silver", 10), gold], "keeps": "period end"})
    often, once = a_member(ada, programme), a_member(ben, programme)
    for year in (2010, 2012, 2014, 2015):  # from January on, to the end of the year: with years between them
        xp(often, 25, day(1, 1, year=year, hour=0))
    xp(once, 300, day(1, 1, year=2010, hour=0))
    assert [tier_at(each, day(1, year=2017)) for each in (often, once)] == ["gold", ""]


def test_what_was_stood_in_by_hand_counts_as_years_too(ada):
    gold = level("gold", 25, for_good={"years": 2})
    member = a_member(ada, a_programme(tiers={"levels": [gold]}), at=day(1, year=2009))
    give_tier(member, tier="gold", reason="Matched", by=SYSTEM, at=day(1, year=2010), until=day(6, year=2012))
    xp(member, 25, day(5, year=2012))
    assert tier_at(member, day(1, year=2014)) == "gold"


MILES = {
    "counters": ["Qualifying points", "HON circle points"],
    "levels": [
        level("traveller", 650, also={"qualifying points": 325}),
        level("senator", 2000, also={"qualifying points": 1000}),
        level("hon", 10_000, ways=[{"hon circle points": 6000}]),
    ],
    "grace": {"count": 2},
}


def test_an_airline_counts_points_those_of_its_own_flights_and_those_of_its_highest_status(ada, ben, rules):
    programme = a_programme(earning={"points": 0}, tiers=MILES)
    for counter in ("", "qualifying points", "hon circle points"):
        rules.append(Scheme(points=1, each="item", only=("flight",), only_for_tiers=True, counter=counter))
    rules[1] = rules[1].model_copy(update={"without": ("partner",)})
    rules.append(Scheme(points=5, each="amount", qualifies=False))
    own, partner = a_member(ada, programme), a_member(ben, programme)
    for member, words in ((own, ("flight",)), (partner, ("flight", "partner"))):
        flown = Purchase(items=(Item(net=50_000, quantity=650, words=words),))
        flight = earn(member, occasion=Occasion.bought(flown, programme=programme), by=SYSTEM, at=day(3))
        assert flight.amount == 2500
    assert [tier_at(each, day(3)) for each in (own, partner)] == ["traveller", ""]
    assert statement(partner, at=day(3)).progress.ways == [{"qualifying points": 325}]
    assert tier_at(own, day(2, year=2026)) == "traveller" and tier_at(own, day(3, 2, year=2026)) == ""
    first = Lot.objects.get(account=own)
    half = Purchase(items=(Item(net=20_000, quantity=300, words=("flight",)),))
    take_back(own, earned=first.operation, left=half, by=SYSTEM, at=day(4))
    assert Lot.objects.get(pk=first.pk).counts["qualifying points"] == [650, 350]
    restore(own, earned=first.operation, by=SYSTEM, at=day(5))
    assert Lot.objects.get(pk=first.pk).counts["qualifying points"] == [650, 0]


def test_a_counter_that_the_terms_have_no_more_stops_nobody_from_earning(ada, rules):
    rules.append(Scheme(points=1, only_for_tiers=True, counter="visits"))
    member = a_member(ada, a_programme())
    assert earn(member, spend=500, by=SYSTEM, at=day(2)).amount == 5


def test_what_else_counts_is_told_by_hand_too_and_the_night_sees_it(ada, ben):
    nights = {"counters": ["nights"], "levels": [level("silver", 2000, ways=[{"nights": 10}]), level("gold", 7000, ways=[{"nights": 30}])]}  # fmt: skip
    programme = a_programme(tiers=nights)
    many, few = a_member(ada, programme), a_member(ben, programme)
    earn(many, points=0, counters={"nights": 30}, by=SYSTEM, at=day(3))
    earn(few, points=1900, counters={"nights": 9}, by=SYSTEM, at=day(3))
    assert [tier_at(each, day(3)) for each in (many, few)] == ["gold", ""]
    sweep()
    assert dict(Account.objects.values_list("customer__name", "tier")) == {ada.name: "", ben.name: ""}
    with pytest.raises(ValidationError) as refused:
        earn(few, points=1, counters={"days": 1}, by=SYSTEM)
    assert list(refused.value.message_dict) == ["counters.days"]


def test_to_keep_a_status_may_take_less_than_to_reach_it(ada, ben):
    gold = level("gold", 24_000, stays=[{"points": 12_000}, {"orders": 4}])
    programme = a_programme(tiers={"levels": [level("silver", 8000), gold]})
    held, new = a_member(ada, programme), a_member(ben, programme)
    xp(held, 24_000, day(5))
    for year in (2025, 2026):
        xp(held, 12_000, day(5, year=year))
        xp(new, 12_000, day(5, year=year))
    assert [tier_at(each, day(12, year=2027)) for each in (held, new)] == ["gold", "silver"]
    assert statement(held, at=day(2, year=2027)).progress.to_stay == [
        {"points": 24_000},
        {"points": 12_000},
        {"orders": 4},
    ]
    assert tier_at(held, day(2, year=2028)) == ""


def test_points_of_the_higher_tiers_are_never_over_and_last_anew_when_the_tier_is_left(ada, ben):
    tiers = {"basis": "spend", "levels": [level("platinum", 50_000, keeps_points=True)], "keeps": "period end"}
    terms = {"expiry": {"count": 12, "round_to": "quarter"}, "tiers": tiers}
    programme = a_programme(**terms)
    kept, plain = a_member(ada, programme), a_member(ben, programme)
    for member, spend in ((kept, 60_000), (plain, 10_000)):
        earn(member, spend=spend, by=SYSTEM, at=day(1, 15))
    earn(kept, spend=50_000, by=SYSTEM, at=day(2, year=2025))
    assert [statement(each, at=day(3, 31, year=2025)).available for each in (kept, plain)] == [1100, 100]
    assert [statement(each, at=day(4, year=2025)).available for each in (kept, plain)] == [1100, 0]
    assert statement(kept, at=day(4, year=2025)).expiries == [(None, 1100)]
    ends = datetime(2027, 4, 1, tzinfo=UTC)  # the tier ends with 2025: 12 months from then, and the rest of the quarter
    assert statement(kept, at=day(2, year=2026)).expiries == [(ends, 1100)]
    assert statement(kept, at=ends).available == 0


def test_points_that_a_tier_keeps_are_dated_again_with_whoever_gets_them_and_when_the_terms_change(ada, ben, grace):
    tiers = {"levels": [level("gold", 100, keeps_points=True)]}
    programme = a_programme(by=grace, expiry={"count": 12}, inactivity={"count": 12}, tiers=tiers)
    gold, other = a_member(ada, programme), a_member(ben, programme)
    earn(gold, points=100, by=SYSTEM, at=day(1))
    transfer(gold, to=other, points=40, by=SYSTEM, at=day(6))
    assert statement(other, at=day(7)).expiries == [(day(6, year=2025), 40)]
    assert statement(gold, at=day(6, year=2025)).expiries == [(None, 60)]
    save_programme(programme, by=grace, terms={"tiers": {"levels": [level("gold", 100)]}})
    redeem(gold, points=1, by=SYSTEM, at=day(7))
    assert [end for end, _points in statement(gold, at=day(8)).expiries] == [day(7, year=2025)]


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"levels": [level("silver", 1, also={"nights": 5})]}, "tiers"),
        ({"counters": ["points"]}, "tiers"),
        ({"levels": [level("silver", 1, ways=[{"years": 5}])]}, "tiers"),
        ({"period": {"kind": "own"}}, "tiers"),
        ({"levels": [level("silver", 1, benefits={"multiplier": "7/0"})]}, "tiers.levels.0"),
    ],
)
def test_what_tiers_do_not_count_is_refused(wrong, place):
    with pytest.raises(ValidationError) as refused:
        terms_of({"tiers": wrong})
    assert list(refused.value.message_dict) == [place]
