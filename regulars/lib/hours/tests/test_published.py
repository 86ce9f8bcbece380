"""Worked examples that others publish, asked of our hours: the facts are theirs, each named."""

from datetime import datetime, timedelta

import pytest

from regulars.lib.hours import hours_from

NINE_TO_FIVE = {"mon-fri": "09:00-17:00"}
NINE_TO_SIX = {"mon-fri": "09:00-18:00"}
BIZ = {"mon,wed,fri": "09:00-17:00", "tue,thu": "10:00-16:00", "sat": "11:00-14:30"}  # zendesk/biz, its specs
LONG_FRIDAY = {"mon": ["9:00", "17:00"], "fri": ["9:00", "17:00"], "sat": ["10:00", "15:00"]}
NIGHTLY_FRIDAY = {"mon": ["0:00", "0:00"], "fri": ["0:00", "0:00"], "sat": ["11:00", "15:00"]}
LATE_MONDAY = {1: ["12:00", "17:00"], 2: ["09:30", "17:00"], 3: ["10:00", "17:00"], 0: None, 6: None}


@pytest.mark.parametrize(
    ("hours", "start", "minutes", "due"),
    [
        # zendesk/biz: 19 hours after and before.
        (BIZ, "2006-01-02 11:00", 19 * 60, "2006-01-04 16:00"),
        (BIZ, "2006-01-04 16:00", -19 * 60, "2006-01-02 11:00"),
        (BIZ, "2006-01-04 15:30", 90, "2006-01-04 17:00"),
        (BIZ, "2006-01-04 15:58:30", 1.5, "2006-01-04 16:00"),
        # bokmann/business_time: over a night, a weekend, and days around the clock.
        (NINE_TO_FIVE, "2010-08-04 09:35", 480, "2010-08-05 09:35"),
        (NINE_TO_FIVE, "2010-08-04 09:35", -480, "2010-08-03 09:35"),
        (NINE_TO_FIVE, "2010-04-09 16:50", 60, "2010-04-12 09:50"),
        (NINE_TO_FIVE, "2010-04-12 09:50", -60, "2010-04-09 16:50"),
        (LONG_FRIDAY, "2010-12-24 15:00", 540, "2010-12-27 11:00"),
        (LONG_FRIDAY, "2010-12-24 08:00", 900, "2010-12-27 11:00"),
        (NIGHTLY_FRIDAY, "2010-12-24 15:00", 1440, "2010-12-27 11:00"),
        (NIGHTLY_FRIDAY, "2010-12-25 08:00", 900, "2010-12-27 11:00"),
        ({"fri": ["9:00", "17:00"]}, "2010-12-24 08:00", 480, "2010-12-24 17:00"),
        # lennym/moment-business-time: seconds and more, weeks, unequal days.
        (NINE_TO_FIVE, "2015-02-26 10:12:34", 108 * 60, "2015-03-17 14:12:34"),
        (NINE_TO_FIVE, "2016-03-21 15:30", 17 * 60, "2016-03-23 16:30"),
        (NINE_TO_FIVE, "2016-03-21 15:30", 18 * 60, "2016-03-24 09:30"),
        (NINE_TO_FIVE, "2015-02-26 16:59:59.700", 45, "2015-02-27 09:44:59.700"),
        (NINE_TO_FIVE, "2015-02-28 10:13", 45, "2015-03-02 09:45"),
        (NINE_TO_FIVE, "2015-02-26 16:12:34", -108 * 60, "2015-02-09 12:12:34"),
        (NINE_TO_FIVE, "2015-02-26 09:00:00.700", -45, "2015-02-25 16:15:00.700"),
        (NINE_TO_FIVE, "2015-03-01 16:12:34", -120, "2015-02-27 15:00"),
        (LATE_MONDAY, "2015-02-23 10:00", 120, "2015-02-23 14:00"),
        (LATE_MONDAY, "2015-02-23 10:00", 900, "2015-02-25 12:30"),
        # Intrepidd/working_hours: midnight, forward and back.
        (NINE_TO_FIVE, "1991-11-15 16:59:42", 2, "1991-11-18 09:01:42"),
        (NINE_TO_FIVE, "1991-11-18 14:00:42", -420, "1991-11-15 15:00:42"),
        ({"mon": {"07:00": "12:00", "13:00": "18:00"}}, "1991-11-11 05:00", 360, "1991-11-11 14:00"),
        ({"mon": {"00:00": "24:00"}}, "2014-04-07 23:59:30", 1, "2014-04-14 00:00:30"),
        ({"mon": {"00:00": "24:00"}, "tue": "08:00-18:00"}, "2014-04-08 00:00:30", -1, "2014-04-07 23:59"),
        # Guides to service levels: Friday afternoon, an evening, two hours at four o'clock.
        ({"mon-fri": "08:00-17:00"}, "2026-01-09 16:00", 240, "2026-01-12 11:00"),
        (NINE_TO_FIVE, "2026-01-09 16:00", 240, "2026-01-12 12:00"),
        (NINE_TO_FIVE, "2026-01-09 17:00", 480, "2026-01-12 17:00"),
        (NINE_TO_FIVE, "2026-01-08 15:00", 240, "2026-01-09 11:00"),
        (NINE_TO_FIVE, "2026-01-09 16:00", 120, "2026-01-12 10:00"),
    ],
)
def test_deadlines(hours, start, minutes, due):
    ours = hours_from({"hours": hours})
    assert ours.deadline(datetime.fromisoformat(start), minutes).replace(tzinfo=None) == datetime.fromisoformat(due)


@pytest.mark.parametrize(
    ("hours", "start", "end", "minutes"),
    [
        (BIZ, "2006-01-01", "2006-01-08", 39.5 * 60),
        # seatgeek/businesstime, with Martin Luther King's day on 20 January 2014.
        (NINE_TO_FIVE, "2014-01-16 18:30", "2014-01-22 10:00", 17 * 60),
        (NINE_TO_FIVE, "2015-02-23 17:01", "2015-02-24 14:20", 320),
        (NINE_TO_FIVE, "2014-01-12 12:00", "2014-01-17 19:30", 40 * 60),
        (NINE_TO_FIVE, "2014-01-30 12:15", "2014-01-31 19:30", 12 * 60 + 45),
        (NINE_TO_FIVE, "2014-08-04 22:00", "2014-08-04 23:00", 0),
        (NINE_TO_FIVE, "2014-01-10 16:15", "2014-01-12 12:30", 45),
        (NINE_TO_FIVE, "2014-01-03 09:10", "2014-01-02 09:12", -478),
        (NINE_TO_FIVE, "2014-01-07 10:00", "2014-01-08 10:00", 480),
        (NINE_TO_FIVE, "2014-08-09 09:00", "2014-08-11 23:00", 480),
    ],
)
def test_elapsed(hours, start, end, minutes):
    ours = hours_from({"hours": hours, "holidays": ["2014-01-01", "2014-01-20"]})
    assert ours.elapsed(*map(datetime.fromisoformat, (start, end))) == timedelta(minutes=minutes)


def test_the_schedule_in_the_readme_of_biz_at_los_angeles():
    hours = {
        "mon": {"09:00": "17:00"},
        "tue": {"00:00": "24:00"},
        "wed": {"09:00": "17:00"},
        "thu": {"09:00": "12:00", "13:00": "17:00"},
        "sat": {"10:00": "14:00"},
    }
    ours = hours_from({"hours": hours, "time_zone": "America/Los_Angeles", "holidays": ["2014-01-01", "2014-12-25"]})
    at = datetime.fromisoformat
    assert ours.next_open(at("2015-01-10T10:00Z")) == at("2015-01-10T18:00Z")
    assert ours.next_close(at("2015-01-12T18:00Z")) == at("2015-01-13T01:00Z")
    assert ours.elapsed(at("2015-01-10T10:00Z"), at("2015-01-16T08:00Z")) == timedelta(hours=4 + 8 + 24 + 8 + 7)
    assert ours.deadline(at("2015-05-05T12:34:57Z"), -3598) == at("2015-04-27T20:36:57Z")


def test_an_hour_around_the_clock_that_leaps_in_los_angeles():
    """zendesk/biz: what lies in the leap is not there. Where a part lies behind it, the wall's clock shows that part."""
    ours = hours_from({"hours": {"sun": "02:10-02:50", "mon": "09:00-17:00"}, "time_zone": "America/Los_Angeles"})
    assert ours.next_open(datetime(2006, 4, 2)) == datetime(2006, 4, 3, 9, tzinfo=ours.zone)
