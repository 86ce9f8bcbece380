import pytest

from regulars.lib.hours import HoursProblem, hours_from, plain

DAY = ["09:00-17:00"]
WORKDAYS = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), DAY)
WHOLE = ["00:00-24:00"]


def week(given: object) -> dict[str, list[str]]:
    return {day: periods for day, periods in plain(hours_from({"hours": given}))["hours"].items() if periods}


@pytest.mark.parametrize(
    "given",
    [
        {"mon-fri": "09:00-17:00"},
        {"Monday to Friday": "9am - 5pm", "sat": None, "sun": []},
        {"weekdays": [["09:00", "17:00"]], "weekend": "closed"},
        {"mon,tue,wed": [9, 17], "thu": [540, 1020], "Fri": {"09:00": "17:00"}},
        {"mon-fri": {"open": "9:00 AM", "close": "5:00 p.m."}, "saturday": {"open": "10:00", "closed": True}},
        {"mo": "0900-1700", "tu": "09.00–17.00", "we": "9h-17h", "th": "09:00 to 17:00", "fr": ["09:00", "17:00"]},
        {"1": DAY, "2": DAY, "3": DAY, "4": DAY, "5": DAY},
        {"0": DAY, "1": DAY, "2": DAY, "3": DAY, "4": DAY, "5": None, "6": None},
        {"0": None, "1": DAY, "2": DAY, "3": DAY, "4": DAY, "5": DAY, "6": None},
        {1: DAY, 2: DAY, 3: DAY, 4: DAY, 5: DAY, 6: False, 7: False},
        [DAY, DAY, DAY, DAY, DAY, None, None],
        [{"days": ["mon", "tue", "wed", "thu", "fri"], "start": "09:00", "end": "17:00"}],
        [{"day": day, "from": "09:00", "to": "17:00"} for day in (0, 1, 2, 3, 4)],
        [{"weekday": "mon-fri", "periods": [{"start": "09:00", "end": "12:00"}, {"start": 12, "end": 17}]}],
        [["mon-fri", "09:00", "17:00"]],
        ["Mon-Thu 09:00-17:00", "Fri 09:00-17:00"],
        {"days": {"mon-fri": "09:00-17:00"}},
        {"days": "mon-fri", "open": "09:00", "close": "17:00"},
        "Mo-Fr 09:00-17:00; Sa,Su closed",
        "mon-thu 09:00-12:00,12:00-17:00, fri 9-17",
    ],
)
def test_a_working_week_in_many_shapes(given):
    assert week(given) == WORKDAYS


@pytest.mark.parametrize("given", ["24/7", "always", True, {"daily": "00:00-24:00"}, "00:00-00:00", {"all": True}])
def test_day_and_night(given):
    assert set(map(tuple, week(given).values())) == {tuple(WHOLE)} and len(week(given)) == 7


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ({"mon": ["09:00-12:00", "13:00-17:00"]}, {"mon": ["09:00-12:00", "13:00-17:00"]}),
        ({"mon": ["09:00-13:00", "12:00-17:00", "17:00-18:00"]}, {"mon": ["09:00-18:00"]}),
        ({"fri-mon": "10-12"}, dict.fromkeys(("mon", "fri", "sat", "sun"), ["10:00-12:00"])),
        ({"mon": "22:00-06:00", "tue": "22:00-26:00"}, {"mon": ["22:00-06:00"], "tue": ["22:00-02:00"]}),
        ({"mon": "18:00-00:00", "tue": "noon-midnight"}, {"mon": ["18:00-24:00"], "tue": ["12:00-24:00"]}),
        ({"mon": ["09:00", "12:00", "13:00", "17:00"]}, {"mon": ["09:00-12:00", "13:00-17:00"]}),
        ({"dayOfWeek": "https://schema.org/Monday", "opens": "09:00", "closes": "17:00"}, {"mon": ["09:00-17:00"]}),
        ({"mon": "09:00:30-17:00"}, {"mon": ["09:00:30-17:00"]}),
        ({"0": "10-12", "7": "13-14"}, {"sun": ["10:00-12:00", "13:00-14:00"]}),
        ({}, {}),
        (None, {}),
        ([], {}),
    ],
)
def test_periods_are_read_as_they_are_meant(given, read):
    assert week(given) == read


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"mnday": "09:00-17:00"}, "hours", "did you mean 'monday'"),
        ({"mon": "09:00"}, "hours.mon", "is no period"),
        ({"mon": "09:00-17:60"}, "hours.mon", "no time of day"),
        ({"mon": "13pm-5pm"}, "hours.mon", "no time of day"),
        ({"mon": "09:00-09:00"}, "hours.mon", "same time"),
        ({"mon": "25:00-26:00"}, "hours.mon", "does not begin on its day"),
        ({"mon": {"opn": "09:00", "close": "17:00"}}, "hours.mon", "'open' and 'close'"),
        ({"day": "Funday", "opens": "09:00", "closes": "17:00"}, "hours", "did you mean 'sunday'"),
        ({"8": "09:00-17:00"}, "hours", "no day of the week"),
        ({"mon-wed-fri": "09:00-17:00"}, "hours", "no range of days"),
        ({"mon": [float("nan"), 17]}, "hours.mon", "no time of day"),
        (5, "hours", "is no week"),
    ],
)
def test_what_cannot_be_read_is_named(given, field, words):
    with pytest.raises(HoursProblem, match=words) as problem:
        week(given)
    assert problem.value.field == field
