"""The vectors of the field, as public programmes print them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from regulars.customers.actor import SYSTEM
from regulars.loyalty.actions.earn import earn
from regulars.loyalty.models import Lot
from regulars.loyalty.report import deferred, recognised
from regulars.loyalty.terms import Clock, Span
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


def test_a_fiscal_year_ends_where_it_began():
    clock = Clock(ZoneInfo("UTC"), (4, 1))
    assert Span(round_to="year").after(NOON, clock) == datetime(2018, 4, 1, tzinfo=UTC)
    assert Span(round_to="quarter").after(NOON, clock) == datetime(2018, 4, 1, tzinfo=UTC)


def test_new_terms_hold_for_what_is_earned_from_then_on(ada, grace):
    from regulars.loyalty.actions.save_programme import save_programme

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
