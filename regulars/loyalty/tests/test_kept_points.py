"""Points that a tier keeps from being over have their time again, whoever has them and whatever becomes of the tier; so have years in it."""

from datetime import UTC, datetime

from regulars.customers.actor import SYSTEM
from regulars.loyalty.actions import sweep as night
from regulars.loyalty.actions.earn import earn
from regulars.loyalty.actions.give_tier import give_tier
from regulars.loyalty.actions.save_programme import save_programme
from regulars.loyalty.actions.transfer import transfer
from regulars.loyalty.joining import join_into
from regulars.loyalty.models import Account, Lot
from regulars.loyalty.queries import effect_of, statement
from regulars.loyalty.terms import terms_of
from regulars.loyalty.tests.members import a_member, a_programme, day
from regulars.loyalty.tests.test_status import level

KEPT = level("gold", 100, keeps_points=True)


def test_what_is_given_to_somebody_else_lasts_as_theirs_does(ada, ben):
    programme = a_programme(expiry={"count": 12}, tiers={"levels": [KEPT]})
    gold, other = a_member(ada, programme), a_member(ben, programme)
    earn(gold, points=100, by=SYSTEM, at=day(1))
    transfer(gold, to=other, points=40, by=SYSTEM, at=day(6))
    assert statement(other, at=day(7)).expiries == [(day(6, year=2025), 40)]
    transfer(other, to=gold, points=40, by=SYSTEM, at=day(7))
    assert statement(gold, at=day(8)).expiries == [(None, 100)]


def test_who_is_merged_into_such_a_tier_does_not_lapse(ada, ben):
    tiers = {"levels": [KEPT], "period": {"kind": "ever"}, "keeps": "follows"}
    programme = a_programme(inactivity={"count": 12}, tiers=tiers)
    gold, other = a_member(ada, programme), a_member(ben, programme)
    earn(gold, points=100, by=SYSTEM, at=day(1))
    earn(other, points=10, by=SYSTEM, at=day(1))
    join_into(gold, other, at=day(2))
    assert statement(gold, at=day(3, year=2030)).available == 110


def test_a_tier_that_was_given_and_is_there_no_more_keeps_nothing(ada, grace):
    programme = a_programme(by=grace, expiry={"count": 12}, tiers={"levels": [KEPT]})
    member = a_member(ada, programme)
    give_tier(member, tier="gold", reason="Matched", by=SYSTEM, at=day(1))
    earn(member, points=50, by=SYSTEM, at=day(2))
    save_programme(programme, by=grace, terms={"tiers": {"levels": []}})
    earn(member, points=1, by=SYSTEM, at=day(7))
    assert statement(member, at=day(7)).expiries == [(day(7, year=2025), 51)]


def test_a_bonus_with_a_day_of_its_own_is_kept_too_and_over_when_the_tier_is_left(ada):
    tiers = {"levels": [KEPT], "keeps": "period end"}
    member = a_member(ada, a_programme(tiers=tiers))
    earn(member, points=100, by=SYSTEM, at=day(1), expires_at=day(6))
    earn(member, points=10, by=SYSTEM, at=day(1), expires_at=day(6, year=2025))
    assert statement(member, at=day(7)).available == 110
    ends = datetime(2025, 6, 2, tzinfo=UTC)  # through that day
    assert statement(member, at=day(1, year=2025)).expiries == [(ends, 10)]


def test_the_night_dates_what_begins_after_the_tier_as_the_book_does(ada, ben):
    tiers = {"levels": [level("gold", 20, keeps_points=True)], "period": {"whole": "month"}, "keeps": "period end"}
    found = []
    for customer in (ada, ben):
        programme = a_programme(customer.name, expiry={"count": 10, "unit": "day"}, tiers=tiers)
        member = a_member(customer, programme)
        earn(member, points=20, by=SYSTEM, at=day(1, 5))
        earn(member, points=5, by=SYSTEM, at=day(1, 6), activates_at=day(2, 3))
        for until in (day(2, 2), day(2, 4)):
            if customer == ada:
                night.keep_some(programme, until=until)
            else:
                night._settle([member.pk], until)
        found.append(list(Lot.objects.filter(account=member).order_by("pk").values_list("available", "expires_at")))
    assert found[0] == found[1] == [(20, datetime(2024, 2, 11, tzinfo=UTC)), (5, day(2, 13))]


def test_the_night_sees_who_stood_in_a_given_tier_for_good(ada):
    gold = level("gold", 2000, for_good={"years": 1})
    programme = a_programme(tiers={"levels": [level("silver", 10), gold], "period": {"whole": "month"}})
    member = a_member(ada, programme)
    give_tier(member, tier="gold", reason="Matched", by=SYSTEM, at=day(1, 5), until=day(6, year=2026))
    earn(member, points=5, by=SYSTEM, at=day(1, 5), expires_at=day(2, 4, year=2025))
    night.keep_some(programme, until=day(2, 20, year=2025))
    assert Account.objects.get().own_tier == "gold"


def test_what_new_terms_would_do_knows_for_how_long_somebody_has_stood_in_a_tier(ada):
    tiers = {"levels": [level("gold", 2000)], "keeps": "period end"}
    programme = a_programme(tiers=tiers)
    member = a_member(ada, programme)
    give_tier(member, tier="gold", reason="Matched", by=SYSTEM, at=day(1), until=day(3, year=2025))
    terms = terms_of({"tiers": tiers | {"levels": [level("gold", 2000, for_good={"years": 1})]}})
    assert effect_of(programme, terms)["up"] == 1
