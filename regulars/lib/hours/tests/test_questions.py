import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from regulars.lib.hours.questions import OPERATIONS, answers

BERLIN = {"hours": {"mon-fri": "09:00-17:00"}, "time_zone": "Europe/Berlin"}
FRIDAY = "2026-11-20T16:00:00+01:00"


def ask(**question: object) -> dict[str, object]:
    (answer,) = answers([{**BERLIN, **question}])
    return answer


def test_each_operation_is_answered():
    assert ask(id=7, op="deadline", start=FRIDAY, minutes=120) == {
        "id": 7,
        "op": "deadline",
        "result": "2026-11-23T10:00:00+01:00",
        "utc": "2026-11-23T09:00:00Z",
    }
    assert ask(op="elapsed", start=FRIDAY, end="2026-11-23T10:30:30+01:00")["result"] == 150.5
    assert ask(op="elapsed", start="2026-11-23T10:30+01:00", end=FRIDAY)["result"] == -150
    assert ask(op="is_open", start="2026-11-20T17:00:00+01:00")["result"] is False
    assert ask(op="is_open", at="2026-11-20T09:00:00+01:00")["result"] is True
    assert ask(op="next_open", start=FRIDAY)["result"] == FRIDAY
    assert ask(op="next_open", start=FRIDAY, hours={}) == {"op": "next_open", "result": None, "utc": None}
    assert ask(op="next_close", start=FRIDAY)["result"] == "2026-11-20T17:00:00+01:00"
    assert ask(op="previous_close", start=FRIDAY)["result"] == "2026-11-19T17:00:00+01:00"


@pytest.mark.parametrize(
    "start", ["2026-11-20T15:00:00Z", "2026-11-20 16:00", "20261120T150000Z", 1795186800, 1795186800000, "1795186800",
              "2026-11-20T16:00+01:00[Europe/Berlin]", "2026-11-20T10:00[America/New_York]"]
)  # fmt: skip
def test_an_instant_may_be_written_in_many_ways(start):
    assert ask(op="next_open", start=start)["utc"] == "2026-11-20T15:00:00Z"


@pytest.mark.parametrize("start", ["2026-11-22T24:00", "2026-11-22 24:00:00.0+01:00", "20261122T2400"])
def test_a_day_may_end_at_24_hours(start):
    assert ask(op="deadline", start=start, minutes=0)["utc"] == "2026-11-22T23:00:00Z"


@pytest.mark.parametrize(
    ("name", "length"),
    [("minutes", 90), ("minutes", "90"), ("minutes", 90.0), ("hours_count", 1.5), ("seconds", 5400), ("duration", "PT1H30M"),
     ("duration", "1h 30m"), ("duration", 90)],
)  # fmt: skip
def test_a_length_may_be_written_in_many_ways(name, length):
    assert ask(op="deadline", start=FRIDAY, **{name: length})["result"] == "2026-11-23T09:30:00+01:00"


def test_a_length_below_zero_counts_backward():
    assert ask(op="deadline", start=FRIDAY, minutes=-480)["result"] == "2026-11-19T16:00:00+01:00"
    assert ask(op="deadline", start=FRIDAY, duration="-PT8H")["result"] == "2026-11-19T16:00:00+01:00"


def test_questions_may_share_what_they_say_and_name_calendars():
    shared = {
        **BERLIN,
        "calendars": {"tokyo": {"hours": "24/7", "time_zone": "Asia/Tokyo"}},
        "questions": [
            {"op": "is_open", "start": "2026-11-20T16:00"},
            {"op": "next_open", "start": "2026-11-20T16:00", "calendar": "tokyo"},
            {"op": "next_open", "start": "2026-11-20T16:00", "time_zone": "UTC"},
        ],
    }
    assert [answer["result"] for answer in answers(shared)] == [
        True,
        "2026-11-20T16:00:00+09:00",
        "2026-11-20T16:00:00+00:00",
    ]


@pytest.mark.parametrize(
    ("question", "error"),
    [
        ({"op": "dedline"}, "op: 'dedline' is not known; did you mean 'deadline'?"),
        ({"op": None}, "op: is missing"),
        ({"op": "deadline", "minutes": 5}, "start: is missing"),
        ({"op": "deadline", "start": FRIDAY}, "minutes: is missing"),
        ({"op": "deadline", "start": FRIDAY, "minutes": "soon"}, "minutes: 'soon' is no length"),
        ({"op": "deadline", "start": FRIDAY, "minutes": True}, "minutes: True is no number"),
        ({"op": "deadline", "start": FRIDAY, "minutes": 1e300}, "minutes: 1e+300 is no number, or too large"),
        ({"op": "deadline", "start": "tomorrow", "minutes": 5}, "start: 'tomorrow' is no instant"),
        ({"op": "elapsed", "start": FRIDAY, "end": "2026-02-30"}, "end: '2026-02-30' is no instant"),
        ({"op": "is_open", "start": FRIDAY, "time_zone": "Europe/Berln"}, "did you mean 'Europe/Berlin'?"),
        ({"op": "is_open", "start": FRIDAY, "time_zone": None, "time_zon": "UTC"}, "time_zon: is not known; did you mean 'time_zone'?"),
        ({"op": "deadline", "start": FRIDAY, "minutes": 5, "hours": {}}, "hours: they are not open for so long"),
        ({"op": "deadline", "start": "9980-01-01", "minutes": 10**9}, "hours: they are not open for so long"),
        ({"op": "is_open", "start": "9999-01-01"}, "start: only the years"),
        ({"op": "elapsed", "start": FRIDAY, "end": "9999-01-01"}, "end: only the years"),
        ({"op": "is_open", "start": "2026-11-20T24:01"}, "start: '2026-11-20T24:01' is no instant"),
    ],
)  # fmt: skip
def test_a_bad_question_is_told_its_field_and_the_others_are_answered(question, error):
    bad, good = answers([{**BERLIN, "id": 1, **question}, {**BERLIN, "id": 2, "op": "is_open", "start": FRIDAY}])
    assert error in bad["error"] and bad["id"] == 1 and "result" not in bad
    assert good == {"id": 2, "op": "is_open", "result": True}


WORDS = some.sampled_from(
    ["mon", "mon-fri", "0", "7", "09:00-17:00", "09:00", "24/7", "closed", "2026-12-25", "DE", "DE-BY", "12-25", "", "open",
     "close", "from", "to", "date", "hours", "days", "day", "country", "any", "time_zone", "ical", "BEGIN:VCALENDAR", "Europe/Berlin"]
)  # fmt: skip
SCALARS = some.none() | some.booleans() | some.integers() | some.floats() | WORDS | some.text(max_size=8)
PLAIN = some.recursive(
    SCALARS,
    lambda inner: some.lists(inner, max_size=4) | some.dictionaries(WORDS | some.text(max_size=4), inner, max_size=4),
)


FIELDS = (
    "hours",
    "time_zone",
    "holidays",
    "special_days",
    "any",
    "op",
    "start",
    "end",
    "minutes",
    "duration",
    "calendar",
)


@settings(max_examples=150, deadline=None)
@given(some.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS, PLAIN)), some.sampled_from(sorted(OPERATIONS)))
def test_whatever_is_asked_is_answered_or_refused(question, operation):
    full = {"op": operation, "start": FRIDAY, "minutes": 60, "end": FRIDAY}
    for answer in answers([full | question, question, full | BERLIN | question]):
        assert ("error" in answer) != ("result" in answer)
