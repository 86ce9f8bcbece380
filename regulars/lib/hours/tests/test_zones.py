from datetime import UTC, datetime, timedelta

import pytest

from regulars.lib.hours import HoursProblem, hours_from, plain

ALL_DAY = {"hours": "24/7"}


def opened(zone: str, day: str, hours: object = "24/7") -> float:
    """Hours of open time on a day."""
    ours = hours_from({"hours": hours, "time_zone": zone})
    start = datetime.fromisoformat(day)
    return ours.elapsed(start, start + timedelta(1)) / timedelta(hours=1)


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Berlin", "2026-03-29", 23),
        ("Europe/Berlin", "2026-10-25", 25),
        ("Australia/Lord_Howe", "2026-10-04", 23.5),
        ("Australia/Lord_Howe", "2026-04-05", 24.5),
        ("America/St_Johns", "2026-03-08", 23),
        ("Asia/Kathmandu", "2026-03-29", 24),
    ],
)
def test_a_day_is_as_long_as_its_clock_makes_it(zone, day, hours):
    assert opened(zone, day) == hours


def test_a_night_shift_is_shorter_in_spring_and_longer_in_autumn():
    shift = {"hours": {"sat": "22:00-06:00"}, "time_zone": "America/New_York"}
    ours = hours_from(shift)
    for day, hours in ((7, 7), (14, 8)):
        saturday = datetime(2026, 3, day, 12)
        assert ours.deadline(saturday, hours * 60) == datetime(2026, 3, day + 1, 6, tzinfo=ours.zone)
    assert ours.deadline(datetime(2026, 10, 31, 12), 9 * 60) == datetime(2026, 11, 1, 6, tzinfo=ours.zone)


def test_an_hour_that_the_clock_leaps_over_is_not_there_and_one_shown_twice_counts_twice():
    assert opened("Europe/Berlin", "2026-03-29", {"sun": "02:00-03:00"}) == 0
    assert opened("Europe/Berlin", "2026-10-25", {"sun": "02:00-03:00"}) == 2
    assert opened("Europe/Berlin", "2026-03-29", {"sun": "02:30-04:00"}) == 1
    assert opened("Europe/Berlin", "2026-10-25", {"sun": "01:30-02:30"}) == 1.5


def test_the_day_that_samoa_left_out_has_no_hours():
    assert opened("Pacific/Apia", "2011-12-29", {"daily": "09:00-17:00"}) == 8
    ours = hours_from({"hours": {"daily": "09:00-17:00"}, "time_zone": "Pacific/Apia"})
    thursday = datetime(2011, 12, 29, 16)
    assert ours.deadline(thursday, 120).astimezone(ours.zone).isoformat() == "2011-12-31T10:00:00+14:00"
    assert (
        ours.deadline(datetime(2011, 12, 31, 10), -120).astimezone(ours.zone).isoformat() == "2011-12-29T16:00:00-10:00"
    )


def test_an_offset_of_half_a_minute_is_exact():
    """Liberia was 44 minutes and a half behind Greenwich until 7 January 1972."""
    ours = hours_from({"hours": {"daily": "09:00-17:00"}, "time_zone": "Africa/Monrovia"})
    start = datetime(1972, 1, 6, tzinfo=UTC)
    assert ours.next_open(start) == datetime(1972, 1, 6, 9, 44, 30, tzinfo=UTC)


def test_a_naive_time_is_the_wall_clocks_there_and_the_first_of_two():
    ours = hours_from(ALL_DAY | {"time_zone": "Europe/Berlin"})
    twice, leapt = datetime(2026, 10, 25, 2, 30), datetime(2026, 3, 29, 2, 30)
    assert ours.next_open(twice).astimezone(ours.zone).isoformat() == "2026-10-25T02:30:00+02:00"
    assert ours.next_open(twice.replace(fold=1)).astimezone(ours.zone).isoformat() == "2026-10-25T02:30:00+01:00"
    assert ours.next_open(leapt).astimezone(ours.zone).isoformat() == "2026-03-29T03:30:00+02:00"


def test_fixed_offsets_and_any_case_of_letters_are_understood():
    at = datetime(2026, 1, 5, 9)
    for name, offset in (("+05:45", "+05:45"), ("utc-3", "-03:00"), ("europe/BERLIN", "+01:00"), ("Z", "+00:00")):
        ours = hours_from(ALL_DAY | {"time_zone": name})
        assert ours.next_open(at).astimezone(ours.zone).isoformat()[-6:] == offset
        assert hours_from(plain(ours)).next_open(at) == ours.next_open(at)


@pytest.mark.parametrize(
    ("name", "near"), [("Europe/Berln", "Europe/Berlin"), ("Kathmandu", "Asia/Kathmandu"), ("Mars/Base", "look like")]
)
def test_an_unknown_zone_is_refused_by_name_with_one_that_is_near(name, near):
    with pytest.raises(HoursProblem, match=near) as problem:
        hours_from(ALL_DAY | {"time_zone": name})
    assert problem.value.field == "time_zone"


def test_a_team_that_follows_the_sun_is_open_when_any_office_is():
    office = {"mon-fri": "09:00-17:00"}
    ours = hours_from(
        {
            "time_zone": "UTC",
            "any": [
                {"hours": office, "time_zone": "Asia/Tokyo", "holidays": ["2026-11-23"]},
                {"hours": office, "time_zone": "Europe/London"},
                {"hours": office, "time_zone": "America/Los_Angeles"},
            ],
        }
    )
    monday = datetime(2026, 11, 23, tzinfo=UTC)
    assert not ours.is_open(monday)
    assert ours.next_open(monday) == monday.replace(hour=9)
    assert ours.next_close(monday + timedelta(days=1, hours=1)) == monday + timedelta(days=1, hours=8)
    assert ours.next_close(monday + timedelta(hours=16, minutes=59)) == monday + timedelta(
        hours=32
    )  # Los Angeles, then Tokyo
    assert ours.elapsed(monday, monday + timedelta(days=1)) == timedelta(hours=15)
