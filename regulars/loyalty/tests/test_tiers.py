"""Who stands in which tier: the vectors of public programmes, and the eight things that always hold (T1–T8)."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from regulars.customers.actor import SYSTEM
from regulars.customers.models import Customer, TimelineEvent
from regulars.loyalty.actions.adjust import adjust
from regulars.loyalty.actions.earn import earn
from regulars.loyalty.actions.give_tier import give_tier
from regulars.loyalty.actions.redeem import redeem
from regulars.loyalty.actions.restore import restore
from regulars.loyalty.actions.take_back import take_back
from regulars.loyalty.models import Account, Lot, Programme, Standing
from regulars.loyalty.purchases import Purchase
from regulars.loyalty.queries import statement
from regulars.loyalty.tests.members import a_member, a_programme, day

LEVELS = [{"word": "silver", "name": "Silver", "min": 100}, {"word": "gold", "name": "Gold", "min": 500}]
SPAN = {"period": {"kind": "rolling"}, "keeps": "span", "span": {"count": 12, "unit": "month"}}


def tiers(**terms):
    return {"levels": LEVELS, **terms}


def tier_at(member, at):
    return statement(member, at=at).tier


def test_by_balance_a_tier_follows_it_up_and_down(ada):
    balance = tiers(basis="balance", keeps="follows", period={"kind": "ever"})
    member = a_member(ada, a_programme(tiers=balance))
    seen = []
    for number, points in enumerate((100, -50, 500), 2):
        adjust(member, points=points, reason="as it is", by=SYSTEM, at=day(number))
        member.refresh_from_db()
        seen.append((member.available, member.tier))
    assert seen == [(100, "silver"), (50, ""), (550, "gold")]


def test_by_the_calendar_a_tier_is_kept_through_the_next_year(ada):
    member = a_member(ada, a_programme(tiers=tiers()), at=day(1, year=2018))
    earn(member, points=100, by=SYSTEM, at=day(11, year=2018))
    assert tier_at(member, day(12, 31, year=2019)) == "silver"
    assert tier_at(member, day(1, year=2020, hour=0)) == ""


def test_by_a_rolling_year_it_is_looked_at_a_year_after_it_was_reached(ada):
    member = a_member(ada, a_programme(tiers=tiers(**SPAN)), at=day(1, year=2019))
    earn(member, points=100, by=SYSTEM, at=day(3, 3, year=2019))
    assert statement(member, at=day(3, 4, year=2019)).progress.review_at == day(3, 3, year=2020)
    assert tier_at(member, day(3, 2, year=2020)) == "silver" and tier_at(member, day(3, 3, year=2020)) == ""


def test_who_rises_again_is_looked_at_a_year_after_that(ada):
    member = a_member(ada, a_programme(tiers=tiers(**SPAN)))
    earn(member, points=100, by=SYSTEM, at=day(4, 15))
    earn(member, points=400, by=SYSTEM, at=day(10, 25))
    assert statement(member, at=day(11)).progress.review_at == day(10, 25, year=2025)


@pytest.mark.parametrize(
    ("starts", "keeps", "seen"),
    [
        ("now", "period end", ["silver", "", ""]),
        ("now", "next period end", ["silver", "silver", ""]),
        ("next period", "period end", ["", "silver", ""]),
        ("next period", "next period end", ["", "silver", "silver"]),
    ],
)
def test_a_tier_starts_and_ends_as_the_terms_say(ada, starts, keeps, seen):
    member = a_member(ada, a_programme(tiers=tiers(starts=starts, keeps=keeps)))
    earn(member, points=100, by=SYSTEM, at=day(6))
    assert [tier_at(member, day(7, year=year)) for year in (2024, 2025, 2026)] == seen
    assert tier_at(member, day(7, year=2028)) == ""


@pytest.mark.parametrize(("downgrade", "seen"), [("none", "gold"), ("one step", "silver"), ("earned", "")])
def test_t5_a_downgrade_goes_as_far_as_the_terms_say_and_no_further_at_one_review(ada, downgrade, seen):
    member = a_member(ada, a_programme(tiers=tiers(downgrade=downgrade)))
    earn(member, points=500, by=SYSTEM, at=day(6))
    assert tier_at(member, day(6, year=2026)) == seen


def test_a_grace_is_time_to_make_up_what_is_missing(ada, ben):
    programme = a_programme(tiers=tiers(grace={"count": 1, "unit": "month"}))
    late, never = a_member(ada, programme), a_member(ben, programme)
    for member in (late, never):
        earn(member, points=100, by=SYSTEM, at=day(6))
    earn(late, points=100, by=SYSTEM, at=day(1, 20, year=2026))
    for member, seen in ((late, "silver"), (never, "")):
        assert tier_at(member, day(1, 15, year=2026)) == "silver" and tier_at(member, day(2, 2, year=2026)) == seen


def test_t2_exactly_enough_is_enough_and_nothing_may_be(ada, ben):
    base = {"word": "base", "name": "Base", "min": 0}
    member = a_member(ada, a_programme(tiers={"levels": [base, *LEVELS]}))
    assert member.tier == "base"
    earn(member, points=99, by=SYSTEM, at=day(2))
    assert tier_at(member, day(3)) == "base"
    earn(member, points=1, by=SYSTEM, at=day(3))
    assert tier_at(member, day(3)) == "silver"


def test_t3_spending_and_expiring_lower_no_tier_and_refunds_lower_what_counts(ada):
    member = a_member(ada, a_programme(tiers=tiers(), expiry={"count": 1, "unit": "month"}))
    earned = earn(member, points=150, by=SYSTEM, at=day(2))
    redeem(member, points=100, by=SYSTEM, at=day(2, 2))
    assert statement(member, at=day(6)).progress.amount == 150
    take_back(member, earned=earned, points=60, by=SYSTEM, at=day(6))
    after = statement(member, at=day(7))
    assert (after.progress.amount, after.tier) == (90, "silver")  # T4: until it is looked at
    assert after.progress.to_keep == 10


def test_a_refund_and_one_that_fails_leave_what_was_taken_as_so_many_points_taken(ada):
    member = a_member(ada, a_programme(tiers=tiers()))
    earned = earn(member, spend=10_000, by=SYSTEM, at=day(2))
    take_back(member, earned=earned, points=50, by=SYSTEM, at=day(3))
    for act, spend, counts in ((take_back, 9000, 50), (take_back, 2000, 20), (restore, 10_000, 50)):
        act(member, earned=earned, left=Purchase.of(spend), by=SYSTEM, at=day(4))
        assert statement(member, at=day(4)).progress.amount == counts


def test_points_that_wait_count_for_nothing_yet(ada):
    member = a_member(ada, a_programme(tiers=tiers(), activation={"kind": "after"}))
    earn(member, points=100, by=SYSTEM, at=day(2))
    assert tier_at(member, day(2, 14)) == "" and tier_at(member, day(2, 15)) == "silver"


def test_t7_what_is_given_by_hand_counts_only_where_it_is_said(ada):
    member = a_member(ada, a_programme(tiers=tiers()))
    adjust(member, points=400, reason="sorry", by=SYSTEM, at=day(2))
    assert tier_at(member, day(2)) == ""
    adjust(member, points=1, qualifying=100, reason="missing miles", by=SYSTEM, at=day(2))
    assert tier_at(member, day(2)) == "silver"


@pytest.mark.parametrize(("basis", "facts"), [("spend", {"spend": 10_000}), ("orders", {"spend": 5})])
def test_tiers_may_be_reckoned_by_money_or_by_orders(ada, basis, facts):
    levels = [{"word": "silver", "name": "Silver", "min": 20_000 if basis == "spend" else 2}]
    member = a_member(ada, a_programme(tiers={"basis": basis, "levels": levels}))
    first = earn(member, by=SYSTEM, at=day(2), **facts)
    assert tier_at(member, day(2)) == ""
    earn(member, by=SYSTEM, at=day(3), **facts)
    assert tier_at(member, day(3)) == "silver"
    take_back(member, earned=first, by=SYSTEM, at=day(4))
    assert statement(member, at=day(4)).progress.to_keep == levels[0]["min"] // 2


def test_a_tier_multiplies_what_is_earned_in_it(ada):
    levels = [{"word": "gold", "name": "Gold", "min": 100, "benefits": {"multiplier": "1.5"}}]
    member = a_member(ada, a_programme(tiers={"levels": levels}))
    assert earn(member, spend=10_000, by=SYSTEM, at=day(2)).amount == 100
    assert earn(member, spend=333, by=SYSTEM, at=day(3)).amount == 4  # 3.33 × 1.5 = 4.995


def test_what_is_told_late_is_worth_what_it_was_when_it_happened_and_status_may_come_alone(ada):
    levels = [{"word": "gold", "name": "Gold", "min": 100, "benefits": {"multiplier": "2"}}]
    member = a_member(ada, a_programme(tiers={"levels": levels}))
    earn(member, points=0, qualifying=100, by=SYSTEM, at=day(2))
    assert tier_at(member, day(2)) == "gold" and statement(member, at=day(2)).available == 0
    earned = [earn(member, spend=1000, by=SYSTEM, at=at).amount for at in (day(3), day(1, 15))]
    assert earned == [20, 10]


def test_status_lasts_into_the_year_after_next_as_with_hotels(ada):
    member = a_member(ada, a_programme(tiers=tiers(grace={"count": 2, "unit": "month"})))
    for year in (2024, 2025):
        earn(member, points=100, by=SYSTEM, at=day(6, year=year))
    assert tier_at(member, day(2, 28, year=2027)) == "silver" and tier_at(member, day(3, year=2027)) == ""


def test_a_tier_that_is_given_is_a_floor_and_ends_by_itself(ada, grace):
    member = a_member(ada, a_programme(tiers=tiers()))
    give_tier(member, tier="silver", reason="a guest of the house", until=day(6), by=grace, at=day(2))
    earn(member, points=10, by=SYSTEM, at=day(3))
    assert [tier_at(member, day(month)) for month in (3, 7)] == ["silver", ""]
    told = TimelineEvent.objects.filter(customer=ada, kind="tier.changed").values_list("facts__direction", flat=True)
    assert list(told) == ["up"] and Standing.objects.get().reason == "a guest of the house"


def replayed(lots: list[tuple[int, int]], until: int) -> str:
    """T1, said plainly: points by day of purchase, a year of 365 days, kept to the end of the next year."""
    rank, own = 0, [100, 500]
    for now in range(until + 1):
        year = now // 365

        def reached(of, now=now):
            got = sum(points for at, points in lots if at // 365 == of and at <= now)
            return sum(least <= got for least in own)

        if now % 365 == 0 and now:
            rank = min(rank, reached(year - 1))
        rank = max(rank, reached(year))
    return ["", "silver", "gold"][rank]


@pytest.mark.django_db
@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(some.lists(some.tuples(some.integers(0, 1094), some.integers(1, 300)), min_size=1, max_size=8))
def test_t1_a_tier_is_what_comes_of_reckoning_it_all_anew(lots):
    programme = a_programme(f"P{Programme.objects.count()}", tiers=tiers())
    member = a_member(Customer.objects.create(), programme, at=day(1, year=2021))
    for number, points in sorted(lots):
        at = day(1 + number % 365 // 31, 1 + number % 365 % 31 % 28, year=2021 + number // 365)
        earn(member, points=points, by=SYSTEM, at=at)
    known = [((at.year - 2021) * 365 + at.timetuple().tm_yday - 1, points) for at, points in
             Lot.objects.filter(account=member).values_list("activates_at", "issued")]  # fmt: skip
    latest = max(at for at, _points in known)
    assert Account.objects.get(pk=member.pk).tier == replayed(known, latest)
