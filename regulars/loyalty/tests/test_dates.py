"""The vectors of the field, as public programmes print them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from regulars.customers.actor import SYSTEM
from regulars.loyalty.actions.earn import earn
from regulars.loyalty.actions.redeem import redeem
from regulars.loyalty.actions.save_programme import save_programme
from regulars.loyalty.models import Lot, Programme
from regulars.loyalty.number_rows import numbers_shown
from regulars.loyalty.periods import later, start_of
from regulars.loyalty.report import deferred, liability, outlook, recognised, vintages, worth_over_time
from regulars.loyalty.spans import Clock, Span
from regulars.loyalty.tests.members import a_member, a_programme, day

NOON = datetime(2018, 1, 25, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("earned", "span", "over"),
    [
        ("2018-01-25", {"count": 1, "round_to": "day"}, "2018-02-26"),  # usable through 25 February
        ("2018-01-31", {"count": 1, "round_to": "day"}, "2018-03-01"),
        ("2018-01-25", {"count": 0, "round_to": "day"}, "2018-01-26"),  # that midnight
        ("2020-07-06", {"count": 12, "round_to": "month"}, "2021-08-01"),
        ("2018-01-22", {"round_to": "month"}, "2018-02-01"),
        ("2018-05-22", {"round_to": "year"}, "2019-01-01"),
        ("2018-05-22", {"round_to": "quarter"}, "2018-07-01"),
        ("2018-05-22", {"round_to": "half year"}, "2018-07-01"),
        ("2018-05-22", {"round_to": "week"}, "2018-05-28"),
        ("2018-01-01", {"count": 365, "unit": "day", "round_to": "day"}, "2019-01-02"),  # gone on day 366
        ("2018-05-22", {"round_to": "year", "then_count": 3}, "2019-04-01"),  # the 31 March of the year after
        ("2018-05-22", {"on": "2020-02-29"}, "2020-03-01"),
        ("2024-02-29", {"count": 1, "unit": "year", "round_to": "day"}, "2025-03-01"),
    ],
)
def test_points_are_over_at_a_midnight_of_the_programme(earned, span, over):
    for zone in (ZoneInfo("UTC"), ZoneInfo("America/New_York"), ZoneInfo("Pacific/Kiritimati")):
        noon = datetime.fromisoformat(f"{earned}T12:00").replace(tzinfo=zone)
        ends = Span.model_validate(span).after(noon, Clock(zone))
        assert ends.astimezone(zone).isoformat()[:19] == f"{over}T00:00:00"


def test_hours_are_hours_and_days_keep_the_time_of_day_when_clocks_change():
    berlin = ZoneInfo("Europe/Berlin")
    before = datetime(2024, 3, 30, 2, 30, tzinfo=berlin)
    assert Span(count=1, unit="day").after(before, Clock(berlin)) == datetime(2024, 3, 31, 3, 30, tzinfo=berlin)
    assert Span(count=24, unit="hour").after(before, Clock(berlin)) == before + timedelta(hours=24)


def test_stars_last_six_months_and_the_rest_of_that_month_by_the_clocks_of_the_shop():
    clock = Clock(ZoneInfo("America/Los_Angeles"))
    stars = Span(count=6, unit="month", round_to="month")
    for earned, ends in (
        ((2026, 2, 1, 5), (2026, 8, 1)),
        ((2026, 8, 31, 20), (2027, 3, 1)),
    ):  # the first: 31 January there
        assert stars.after(datetime(*earned, tzinfo=UTC), clock) == datetime(*ends, tzinfo=clock.zone)
    autumn = Span(count=36, unit="month", round_to="year")
    assert autumn.after(NOON, Clock(ZoneInfo("UTC"), (10, 1))) == datetime(2021, 10, 1, tzinfo=UTC)


def test_a_fiscal_year_ends_where_it_began():
    clock = Clock(ZoneInfo("UTC"), (4, 1))
    assert Span(round_to="year").after(NOON, clock) == datetime(2018, 4, 1, tzinfo=UTC)
    assert Span(round_to="quarter").after(NOON, clock) == datetime(2018, 4, 1, tzinfo=UTC)


def test_new_terms_hold_for_what_is_earned_from_then_on(ada, grace):
    programme = a_programme()
    member = a_member(ada, programme)
    earn(member, points=10, by=SYSTEM, at=day(2))
    save_programme(programme, by=grace, terms={"expiry": {"count": 12, "round_to": "month"}})
    earn(member, points=10, by=SYSTEM, at=day(2))
    assert list(Lot.objects.order_by("pk").values_list("expires_at", flat=True)) == [None, day(3, year=2025, hour=0)]


def test_a_sale_is_parted_as_ifrs_15_example_52_and_its_readers_do():
    goods, points = deferred(100_000, points=9_500)
    assert (goods, points) == (91_324, 8_676)
    first = recognised(points, redeemed=4_500, expected=9_500)
    assert (first, recognised(points, redeemed=8_500, expected=9_700) - first) == (4_110, 3_493)
    first = recognised(9_000, redeemed=4_500, expected=9_700)
    assert (first, recognised(9_000, redeemed=8_500, expected=9_900) - first) == (4_175, 3_552)
    assert recognised(9_200, redeemed=4_500, expected=10_000) == 4_140


def test_what_will_expire_is_read_off_the_months_of_which_all_is_decided(ada, ben, grace):
    """Each month one member spends 50 points at once, and the other lets 50 expire in the fifth month after."""
    now = start_of(timezone.now(), "month", ZoneInfo("UTC")) + timedelta(days=9)
    programme = a_programme(by=grace, expiry={"count": 4, "round_to": "month"}, value={"points": 100, "worth": 200})
    began = later(now, -9, "month", programme.clock.zone)
    quick, slow = (a_member(each, programme, at=began) for each in (ada, ben))
    for months in range(10):
        at = later(began, months, "month", programme.clock.zone)
        earn(quick, points=50, by=SYSTEM, at=at)
        earn(slow, points=50, by=SYSTEM, at=at)
        redeem(quick, points=50, by=SYSTEM, at=at)
    found = [(each["breakage"], each["to_expire"], each["cost"]) for each in vintages(outlook(programme))]
    assert found == [(50.0, None, 100)] * 5 + [(0.0, 100.0, 100)] * 4 + [(0.0, 50.0, 150)]
    owed = liability(outlook(programme))
    assert (owed["points"], owed["worth"], owed["breakage"], owed["expected"]) == (250, 500, 90.0, 50)
    with CaptureQueriesContext(connection) as asked:
        numbers_shown(programme)
    assert sum("DATE_TRUNC" in each["sql"] for each in asked) == 2  # the months, and how those that are decided ended
    save_programme(programme, by=grace, terms={"value": {"breakage": 25, "worth": 100}})
    programme = Programme.objects.get(pk=programme.pk)
    assert liability(outlook(programme))["breakage"] == 25.0
    assert [each["worth"] for each in worth_over_time(programme)] == [100, 200]
