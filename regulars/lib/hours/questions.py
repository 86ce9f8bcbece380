"""Questions about working hours, as plain values, and their answers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from difflib import get_close_matches

from regulars.lib.hours.hours import Hours
from regulars.lib.hours.instants import instant, length
from regulars.lib.hours.problem import HoursProblem
from regulars.lib.hours.reading.calendars import FIELDS, field, hours_from, refuse_misspelt

Plain = dict[str, object]
MOST_KEPT = 1000  # calendars in memory

NAMES = {
    **FIELDS,
    "calendar": (),
    "op": ("operation", "question", "ask", "method"),
    "start": (
        "at",
        "from",
        "time",
        "when",
        "now",
        "instant",
        "datetime",
        "start_at",
        "started_at",
        "start_time",
        "starts_at",
    ),
    "end": ("to", "until", "stop", "end_at", "ended_at", "end_time", "ends_at", "finish"),
    "minutes": ("mins", "business_minutes", "working_minutes"),
    "hours_count": ("business_hours_count", "hour_count"),
    "seconds": ("secs",),
    "duration": ("length", "amount"),
}
ECHOED = ("id", "name", "case")
LISTS = ("questions", "cases", "tests", "queries", "items")


def answers(given: object) -> Iterator[Plain]:
    """An answer to each question; a bad question's says in `error` which field is wrong, and the rest go on."""
    known: dict[str, Hours | HoursProblem] = {}
    for question in _questions(given):
        yield _answer(question, known)


def _questions(given: object) -> Iterator[object]:
    """Those of a list, or of an object whose other fields all questions share."""
    if isinstance(given, Mapping):
        name = next((name for name in LISTS if isinstance(given.get(name), list)), None)
        shared = {key: value for key, value in given.items() if key != name and key not in ECHOED}
        for question in given[name] if name else [{}]:
            yield _with_calendar({**shared, **question} if isinstance(question, Mapping) else question)
    else:
        for question in given if isinstance(given, list) else [given]:
            yield _with_calendar(question)


def _with_calendar(question: object) -> object:
    """`calendar` may hold the hours, or the name of one of the `calendars` that are shared."""
    if not isinstance(question, Mapping):
        return question
    calendar, named = question.get("calendar"), question.get("calendars")
    if isinstance(named, Mapping):
        question = {name: value for name, value in question.items() if name != "calendars"}
        calendar = named.get(calendar) if isinstance(calendar, str) else calendar
    return {**question, **calendar} if isinstance(calendar, Mapping) else question


def _answer(question: object, known: dict[str, Hours | HoursProblem]) -> Plain:
    if not isinstance(question, Mapping):
        return {"error": f"question: {question!r} is no object"}
    answer: Plain = {name: question[name] for name in ECHOED if name in question}
    answer["op"] = field(question, "op", NAMES)
    try:
        refuse_misspelt(question, NAMES)
        answer["op"], ask = _operation(answer["op"])
        return answer | ask(_hours(question, known), question)
    except HoursProblem as problem:
        return answer | {"error": str(problem)}
    except (OverflowError, RecursionError):
        return answer | {"error": "question: its dates or numbers are too large to reckon with"}


def _hours(question: Mapping[str, object], known: dict[str, Hours | HoursProblem]) -> Hours:
    """Read once for all questions that share them."""
    names = [each for name, others in FIELDS.items() for each in (name, *others) if each in question]
    given = {name: question[name] for name in names}
    if isinstance(given.get("any"), Mapping):
        del given["any"]
    key = json.dumps(given, sort_keys=True)
    if key not in known:
        if len(known) >= MOST_KEPT:
            known.clear()
        try:
            known[key] = hours_from(given)
        except HoursProblem as problem:
            known[key] = problem
    if isinstance(found := known[key], HoursProblem):
        raise found
    return found


def _deadline(hours: Hours, question: Mapping[str, object]) -> Plain:
    spoken = {name: field(question, name, NAMES) for name in ("minutes", "hours_count", "seconds", "duration")}
    return _told(hours, hours.deadline(_start(hours, question), length(spoken)))


def _elapsed(hours: Hours, question: Mapping[str, object]) -> Plain:
    end = instant(field(question, "end", NAMES), hours.zone, "end")
    passed = hours.elapsed(_start(hours, question), end)
    minutes, rest = divmod(passed, timedelta(minutes=1))
    return {"result": passed / timedelta(minutes=1) if rest else minutes}


def _start(hours: Hours, question: Mapping[str, object]) -> datetime:
    return instant(field(question, "start", NAMES), hours.zone, "start")


def _told(hours: Hours, moment: datetime | None) -> Plain:
    if moment is None:
        return {"result": None, "utc": None}
    return {"result": moment.astimezone(hours.zone).isoformat(), "utc": moment.isoformat().replace("+00:00", "Z")}


OPERATIONS: dict[str, Callable[[Hours, Mapping[str, object]], Plain]] = {
    "deadline": _deadline,
    "elapsed": _elapsed,
    "is_open": lambda hours, question: {"result": hours.is_open(_start(hours, question))},
    "next_open": lambda hours, question: _told(hours, hours.next_open(_start(hours, question))),
    "next_close": lambda hours, question: _told(hours, hours.next_close(_start(hours, question))),
    "previous_close": lambda hours, question: _told(hours, hours.previous_close(_start(hours, question))),
}
ALSO = {"open_at": "is_open", "open": "is_open", "isopen": "is_open", "nextopen": "next_open", "add": "deadline"}
ALSO |= {"due": "deadline", "between": "elapsed", "next_opening": "next_open", "next_closing": "next_close"}


def _operation(given: object) -> tuple[str, Callable[[Hours, Mapping[str, object]], Plain]]:
    name = str(given or "").strip().lower().replace("-", "_").replace(" ", "_")
    name = ALSO.get(name, name)
    if name in OPERATIONS:
        return name, OPERATIONS[name]
    near = get_close_matches(name, OPERATIONS, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"it is one of {', '.join(OPERATIONS)}"
    raise HoursProblem("op", f"{given!r} is not known; {hint}" if given else f"is missing; {hint}")
