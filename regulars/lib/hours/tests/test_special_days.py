from datetime import date, datetime, timedelta

import pytest

from regulars.lib.hours import HoursProblem, hours_from, plain

WEEK = {"mon-fri": "09:00-17:00"}
FEED = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Coffee//Closed//EN
{events}
END:VCALENDAR
"""


def event(*lines: str) -> str:
    return FEED.format(
        events="\n".join(["BEGIN:VEVENT", "UID:1@coffee.example", "DTSTAMP:20260101T000000Z", *lines, "END:VEVENT"])
    )


def hours_on(
    day: str, holidays: object, *, week: object = WEEK, zone: str = "Europe/Berlin", **more: object
) -> list[str]:
    """The open periods of a day, as the clock shows them."""
    ours = hours_from({"hours": week, "time_zone": zone, "holidays": holidays, **more})
    assert hours_from(plain(ours)).calendars == ours.calendars
    at, found = datetime.fromisoformat(day).replace(tzinfo=ours.zone), []
    midnight = at + timedelta(1)
    while (at := ours.next_open(at)) and at < midnight:
        close = min(ours.next_close(at) or midnight, midnight)
        found.append("-".join(f"{each.astimezone(ours.zone):%H:%M}" for each in (at, close)))
        at = close
    return found


USUAL = ["09:00-17:00"]


@pytest.mark.parametrize(
    ("holidays", "closed", "usual"),
    [
        (["2026-12-25"], ["2026-12-25"], ["2026-12-24", "2025-12-25"]),
        ("2026-12-25", ["2026-12-25"], ["2026-12-24"]),
        ("2026-12-23, 2026-12-28..2026-12-30", ["2026-12-23", "2026-12-29"], ["2026-12-24"]),
        ([{"date": "2026-12-25", "name": "Christmas"}], ["2026-12-25"], ["2026-12-24"]),
        ({"2026-12-25": "Christmas", "2026-12-24": None}, ["2026-12-24", "2026-12-25"], ["2026-12-23"]),
        ([{"from": "2026-12-24", "to": "2027-01-01"}], ["2026-12-24", "2026-12-31", "2027-01-01"], ["2027-01-04"]),
        (["2026-12-24/2026-12-28"], ["2026-12-24", "2026-12-28"], ["2026-12-29"]),
        ([{"start": "2026-12-24", "end": "2026-12-25"}], ["2026-12-24", "2026-12-25"], ["2026-12-23"]),
        (["12-25"], ["2025-12-25", "2026-12-25"], ["2026-12-24"]),
        ([{"date": "2020-12-25", "yearly": True}], ["2026-12-25"], ["2026-12-24"]),
        (
            [{"from": "12-24", "to": "01-04", "recurring": True}],
            ["2026-12-24", "2027-01-04", "2026-01-01"],
            ["2026-12-23"],
        ),
        (["DE-BY"], ["2026-01-06", "2026-12-25"], ["2026-12-24"]),
        (["DE"], ["2026-12-25"], ["2026-01-06"]),
        ("US-CA", ["2026-07-03", "2026-11-26", "2026-03-31"], ["2026-07-06"]),
        ({"country": "GB", "subdivision": "SCT"}, ["2026-01-02"], ["2026-01-05"]),
        ([{"country": "Germany", "state": "Bayern"}], ["2026-01-06"], ["2026-01-05"]),
        (["Germany", {"month": 11, "day": 23}], ["2026-12-25", "2026-11-23"], ["2026-01-06"]),
        ([{"dates": ["2026-12-24", "2026-12-25"]}, {"country": "UK"}], ["2026-12-24", "2026-12-28"], ["2026-12-23"]),
    ],
)
def test_closed_days(holidays, closed, usual):
    assert [hours_on(day, holidays) for day in closed] == [[]] * len(closed)
    assert [hours_on(day, holidays) for day in usual] == [USUAL] * len(usual)


@pytest.mark.parametrize(
    "holidays",
    [
        [{"date": "2026-12-24", "hours": "09:00-12:00"}],
        [{"date": "2026-12-24", "hours": ["09:00-12:00"]}],
        [{"date": "2026-12-24", "hours": [["09:00", "12:00"]]}],
        [{"date": "2026-12-24", "open": "09:00", "close": "12:00"}],
        [{"date": "2026-12-24", "start": "09:00", "end": "12:00"}],
        [{"date": "2026-12-24", "closed": "12:00-17:00"}],
        {"2026-12-24": ["09:00-12:00"]},
        [{"from": "2026-12-24T12:00", "to": "2026-12-25T00:00"}],
    ],
)
def test_half_days(holidays):
    assert hours_on("2026-12-24", holidays) == ["09:00-12:00"]
    assert hours_on("2026-12-23", holidays) == USUAL


def test_an_opening_of_our_own_wins_over_whatever_closes_the_day():
    public = ["DE", {"from": "2026-12-20", "to": "2027-01-03"}]
    assert hours_on("2026-12-25", public) == []
    assert hours_on("2026-12-25", [{"date": "2026-12-25", "hours": "10:00-12:00"}, *public]) == ["10:00-12:00"]
    assert hours_on("2026-12-25", [*public, {"date": "2026-12-25", "open": True}]) == USUAL
    assert hours_on("2026-12-27", public, special_days={"2026-12-27": "11:00-13:00"}) == ["11:00-13:00"]


def test_a_closed_day_closes_from_midnight_to_midnight_also_for_a_night_shift():
    nights = {"daily": "22:00-06:00"}
    assert hours_on("2026-12-24", ["2026-12-25"], week=nights) == ["00:00-06:00", "22:00-00:00"]
    assert hours_on("2026-12-25", ["2026-12-25"], week=nights) == []
    assert hours_on("2026-12-26", ["2026-12-25"], week=nights) == ["00:00-06:00", "22:00-00:00"]


def test_a_night_of_our_own_goes_on_into_a_closed_day():
    party = [{"date": "2026-12-31", "hours": "20:00-02:00"}, "2027-01-01"]
    assert hours_on("2026-12-31", party) == ["20:00-00:00"]
    assert hours_on("2027-01-01", party) == ["00:00-02:00"]


def test_the_twenty_ninth_of_february_comes_only_in_leap_years():
    always = {"daily": "09:00-17:00"}
    assert hours_on("2028-02-29", ["02-29"], week=always) == []
    assert hours_on("2027-02-28", ["02-29"], week=always) == hours_on("2027-03-01", ["02-29"], week=always) == USUAL


def test_an_icalendar_text_closes_whole_days_and_parts_of_days():
    christmas = event("DTSTART;VALUE=DATE:20261224", "DTEND;VALUE=DATE:20261226", "SUMMARY:Christmas")
    assert [hours_on(f"2026-12-{day}", christmas) for day in (23, 24, 25, 28)] == [USUAL, [], [], USUAL]
    outing = event("DTSTART;TZID=Europe/Berlin:20261123T120000", "DURATION:PT2H")
    assert hours_on("2026-11-23", [outing]) == ["09:00-12:00", "14:00-17:00"]
    elsewhere = event("DTSTART:20261123T110000Z", "DTEND:20261123T130000Z")
    assert hours_on("2026-11-23", {"ical": elsewhere}) == ["09:00-12:00", "14:00-17:00"]


def test_events_that_repeat_repeat_but_for_their_exceptions_and_cancelled_ones_do_not_count():
    yearly = event("DTSTART;VALUE=DATE:20201225", "RRULE:FREQ=YEARLY")
    assert hours_on("2026-12-25", yearly) == [] and hours_on("2019-12-25", yearly) == USUAL
    weekly = event(
        "DTSTART;TZID=Europe/Berlin:20260302T120000",
        "DTEND;TZID=Europe/Berlin:20260302T130000",
        "RRULE:FREQ=WEEKLY;UNTIL=20260430T000000Z",
        "EXDATE;TZID=Europe/Berlin:20260406T120000",
    )
    lunch = ["09:00-12:00", "13:00-17:00"]
    assert [hours_on(day, weekly) for day in ("2026-03-23", "2026-03-30", "2026-04-06")] == [lunch, lunch, USUAL]
    assert hours_on("2026-05-04", weekly) == USUAL
    assert hours_on("2026-12-25", event("DTSTART;VALUE=DATE:20261225", "STATUS:CANCELLED")) == USUAL


def test_of_a_repeated_event_one_may_be_moved_or_cancelled():
    mondays = ("DTSTART;VALUE=DATE:20261102", "RRULE:FREQ=WEEKLY;COUNT=4", "END:VEVENT", "BEGIN:VEVENT")
    moved = event(*mondays, "UID:1@coffee.example", "RECURRENCE-ID;VALUE=DATE:20261109", "DTSTART;VALUE=DATE:20261110")
    days = ("2026-11-02", "2026-11-09", "2026-11-10", "2026-11-16")
    assert [hours_on(day, moved) for day in days] == [[], USUAL, [], []]
    cancelled = moved.replace("DTSTART;VALUE=DATE:20261110", "DTSTART;VALUE=DATE:20261109\nSTATUS:CANCELLED")
    assert [hours_on(day, cancelled) for day in days] == [[], USUAL, USUAL, []]


@pytest.mark.parametrize(
    ("holidays", "field", "words"),
    [
        (["2026-13-25"], "holidays[0]", "is no day"),
        (["2026-12-25", {"date": "soon"}], "holidays[1]", "is no day"),
        ([{"from": "2026-12-25", "to": "2026-12-24"}], "holidays[0]", "comes before"),
        (["XY"], "holidays[0]", "are not known"),
        (["DE-XX"], "holidays[0]", "no part 'XX'"),
        ([{"dat": "2026-12-25"}], "holidays[0].dat", "is not known"),
        ([{"date": "2026-12-25", "hours": "9 to"}], "holidays[0]", "is no"),
        ([5], "holidays[0]", "is no day"),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT", "holidays", "holds no calendar"),
        (event("DTSTART:soon"), "holidays", "cannot be read"),
        (event("DTSTART:20261123T120000", "RRULE:FREQ=SECONDLY"), "holidays", "not FREQ=SECONDLY"),
    ],
)
def test_what_cannot_be_read_is_named(holidays, field, words):
    with pytest.raises(HoursProblem, match=words) as problem:
        hours_from({"hours": WEEK, "holidays": holidays})
    assert problem.value.field == field


def test_a_holiday_is_a_day_that_something_special_closes_whatever_the_week_says():
    holidays = ["2026-05-25", "2026-05-24", {"date": "2026-05-14", "open": True}, "2026-05-14"]
    holidays += [{"date": "2026-12-24", "hours": "09:00-12:00"}, {"date": "2026-12-23", "closed": "12:00-17:00"}]
    ours = hours_from({"hours": WEEK, "time_zone": "Europe/Berlin", "holidays": holidays})
    days = ["2026-05-25", "2026-05-24", "2026-05-14", "2026-12-24", "2026-12-23", "2026-05-31"]
    assert [ours.is_holiday(date.fromisoformat(day)) for day in days] == [True, True, False, False, False, False]
    weeks = [WEEK, "24/7", {"sat-thu": "09:00-17:00"}, {"sun-thu": "09:00-17:00"}]
    assert [hours_from({"hours": week, "time_zone": "UTC"}).day_of_rest for week in weeks] == [6, 6, 4, 5]
