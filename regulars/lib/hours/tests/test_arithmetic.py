"""Against a slow oracle that asks the clock on the wall, minute after minute."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from regulars.lib.hours import NeverOpen, hours_from, plain
from regulars.lib.hours.tests.oracle import MINUTE, Oracle

# Each zone with a moment around which its clocks, or its calendar, did something odd.
ODD = {
    "Europe/Berlin": ["2026-03-29T01:00", "2026-10-25T01:00"],
    "America/New_York": ["2026-03-08T07:00", "2026-11-01T06:00"],
    "America/St_Johns": ["2026-03-08T05:30", "2006-10-29T02:31"],
    "Australia/Lord_Howe": ["2026-04-04T15:00", "2026-10-03T15:30"],
    "Pacific/Apia": ["2011-12-30T10:00", "2012-03-31T14:00"],
    "Pacific/Kwajalein": ["1993-08-21T12:00"],
    "Asia/Kathmandu": ["2026-05-01T00:00", "1985-12-31T18:30"],
    "Africa/Casablanca": ["2026-02-15T02:00", "2026-03-22T02:00"],
    "America/Sao_Paulo": ["2018-11-04T03:00", "2018-02-18T02:00"],
    "UTC": ["2024-02-29T00:00", "2026-12-31T23:00"],
}
SLOW = settings(max_examples=30, deadline=None)


@some.composite
def periods(draw, most: int = 3) -> list[tuple[int, int]]:
    """In steps of ten minutes, so that ends and transitions meet often; at most a day long, some over midnight."""
    starts = draw(some.lists(some.integers(0, 143), max_size=most))
    return [(start * 10, (start + draw(some.integers(1, 144))) * 10) for start in starts]


@some.composite
def oracles(draw) -> tuple[Oracle, datetime]:
    zone = draw(some.sampled_from(sorted(ODD)))
    around = datetime.fromisoformat(draw(some.sampled_from(ODD[zone]))).replace(tzinfo=UTC)
    week = draw(some.dictionaries(some.integers(0, 6), periods(), min_size=1))
    near = [around.date() + timedelta(number) for number in range(-2, 3)]
    days = draw(some.dictionaries(some.sampled_from(near), periods(most=2), max_size=2))
    return Oracle(zone, week, days), around


def near(draw, around: datetime) -> datetime:
    return around + timedelta(minutes=draw(some.integers(-2500, 2500)))


@SLOW
@given(some.data(), oracles())
def test_open_is_what_the_clock_on_the_wall_says(data, drawn):
    oracle, around = drawn
    hours = hours_from(oracle.plain())
    for _ in range(20):
        at = near(data.draw, around)
        assert hours.is_open(at) == oracle.is_open(at), at


@SLOW
@given(some.data(), oracles())
def test_elapsed_is_the_minutes_that_were_open(data, drawn):
    oracle, around = drawn
    hours = hours_from(oracle.plain())
    start, end = sorted([near(data.draw, around), near(data.draw, around)])
    assert hours.elapsed(start, end) == timedelta(minutes=oracle.elapsed(start, end))
    assert hours.elapsed(end, start) == -hours.elapsed(start, end)


@SLOW
@given(some.data(), oracles(), some.integers(1, 2000))
def test_a_deadline_is_the_first_instant_by_which_the_time_has_passed(data, drawn, minutes):
    oracle, around = drawn
    hours, start = hours_from(oracle.plain()), near(data.draw, around)
    try:
        due = hours.deadline(start, minutes)
    except NeverOpen:
        assert not any(oracle.week.values())
        return
    if due - start < timedelta(days=6):
        assert oracle.elapsed(start, due) == minutes
        assert oracle.is_open(due - MINUTE)
    assert hours.elapsed(start, due) == timedelta(minutes=minutes)


@SLOW
@given(some.data(), oracles(), some.integers(1, 2000))
def test_backward_is_the_last_instant_from_which_the_time_passed(data, drawn, minutes):
    oracle, around = drawn
    hours, end = hours_from(oracle.plain()), near(data.draw, around)
    try:
        start = hours.deadline(end, -minutes)
    except NeverOpen:
        assert not any(oracle.week.values())
        return
    if end - start < timedelta(days=6):
        assert oracle.elapsed(start, end) == minutes
        assert oracle.is_open(start)
    assert hours.elapsed(end, start) == timedelta(minutes=-minutes)


@SLOW
@given(some.data(), oracles(), some.integers(1, 100_000), some.integers(0, 100_000))
def test_deadlines_add_up_keep_their_order_and_can_be_taken_back(data, drawn, one, more):
    oracle, around = drawn
    hours, start = hours_from(oracle.plain()), near(data.draw, around)
    if not any(oracle.week.values()):
        return
    first, last = hours.deadline(start, one), hours.deadline(start, one + more)
    assert start < first <= last
    assert hours.deadline(first, more) == last
    if hours.is_open(start):
        assert hours.deadline(first, -one) == start


@SLOW
@given(some.data(), oracles())
def test_openings_and_closings_are_where_open_changes(data, drawn):
    oracle, around = drawn
    hours, at = hours_from(oracle.plain()), near(data.draw, around)
    opening, closing, before = hours.next_open(at), hours.next_close(at), hours.previous_close(at)
    limit = at + timedelta(days=4)
    walk = [at + MINUTE * number for number in range(4 * 1440)]
    state = [oracle.is_open(each) for each in walk]
    if opening and opening < limit:
        assert opening == walk[state.index(True)]
    if closing and closing < limit:
        assert closing == next(walk[n] for n in range(1, len(walk)) if state[n - 1] and not state[n])
    if before:
        assert before <= at and oracle.is_open(before - MINUTE) and not oracle.is_open(before)
        assert hours.next_close(before - MINUTE) == before
        assert (hours.next_close(before) or at + MINUTE) > at


@SLOW
@given(some.data(), oracles(), oracles())
def test_a_union_is_open_when_any_is(data, drawn, other):
    (one, around), (two, _) = drawn, other
    united = hours_from({"any": [one.plain(), two.plain()], "time_zone": "Asia/Tokyo"})
    start = near(data.draw, around)
    walk = [start + MINUTE * number for number in range(600)]
    opened = sum(one.is_open(at) or two.is_open(at) for at in walk)
    assert united.elapsed(start, start + MINUTE * 600) == MINUTE * opened
    assert united.is_open(start) == (one.is_open(start) or two.is_open(start))


@given(oracles(), oracles())
def test_hours_are_the_same_after_a_way_through_plain_values(drawn, other):
    hours = hours_from(drawn[0].plain())
    assert plain(hours_from(plain(hours))) == plain(hours)
    both = hours | hours_from(other[0].plain())
    assert hours_from(plain(both)).calendars == both.calendars


@given(some.fractions(min_value=-5000, max_value=5000, max_denominator=60_000_000))
def test_parts_of_a_minute_are_exact_to_the_microsecond(minutes):
    hours = hours_from({"hours": "mon-fri 09:00-12:00, 13:00-17:00", "time_zone": "Asia/Kathmandu"})
    start = datetime(2026, 11, 23, 4, 0, 0, 1, tzinfo=UTC)
    due = hours.deadline(start, minutes)
    assert hours.elapsed(start, due) == timedelta(microseconds=round(Fraction(minutes) * 60_000_000))


def test_nothing_at_all_is_due_at_once():
    hours = hours_from({"hours": {"mon": "09:00-17:00"}})
    sunday = datetime(2026, 11, 22, 12, tzinfo=UTC)
    assert hours.deadline(sunday, 0) == sunday


def test_hours_that_are_never_open_are_refused_and_not_searched_for_ever():
    monday = datetime(2026, 11, 23, tzinfo=UTC)
    for shut in ({"hours": {}}, {"hours": "24/7", "holidays": [{"from": "01-01", "to": "12-31"}]}):
        hours = hours_from(shut)
        with pytest.raises(NeverOpen):
            hours.deadline(monday, 1)
        with pytest.raises(NeverOpen):
            hours.deadline(monday, -1)
        assert hours.next_open(monday) is hours.next_close(monday) is hours.previous_close(monday) is None


def test_a_single_opening_of_a_lifetime_is_found_and_is_not_enough_for_more():
    hours = hours_from({"hours": {}, "holidays": [{"date": "2040-02-29", "hours": "09:00-10:00"}]})
    start = datetime(2026, 1, 1, tzinfo=UTC)
    assert hours.deadline(start, 60) == datetime(2040, 2, 29, 10, tzinfo=UTC)
    assert hours.next_close(start) == datetime(2040, 2, 29, 10, tzinfo=UTC)
    assert hours.previous_close(datetime(2060, 1, 1, tzinfo=UTC)) == datetime(2040, 2, 29, 10, tzinfo=UTC)
    with pytest.raises(NeverOpen):
        hours.deadline(start, 61)


def test_day_and_night_never_closes_and_ten_years_are_ten_years():
    hours = hours_from({"hours": "24/7", "time_zone": "Europe/Berlin"})
    start = datetime(2026, 11, 22, 9, tzinfo=UTC)
    assert hours.next_close(start) is hours.previous_close(start) is None
    assert hours.deadline(start, 1440 * 3653) == start + timedelta(days=3653)
    assert hours.elapsed(datetime.combine(date(1900, 1, 1), start.timetz()), start) == start - datetime(
        1900, 1, 1, 9, tzinfo=UTC
    )
