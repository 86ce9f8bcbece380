"""What can be read off one conversation, as a pure function of what was said in it and what became of it.

This is where metrics are decided: who counts as a person (an agent; never the assistant, a rule or an automatic letter), when
a wait begins and ends, what a solution is. `docs/manual/reports.md` says the same in words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import NamedTuple

EDITION = 3  # raised when a reading means something else: then everything is read anew
REPEATED_WITHIN = timedelta(days=7)  # the same customer with the same topic: it was not solved


class Said(NamedTuple):
    """A message that counts: public, not automatic unless it is ours, and not failed."""

    at: datetime
    is_ours: bool
    agent: int | None = None  # of ours: None for the assistant, a rule or an automatic letter


class Happened(NamedTuple):
    """An event in a conversation, by the kind of who did it."""

    at: datetime
    kind: str
    agent: int | None = None


class Promised(NamedTuple):
    """What came of a promise: a clock that has ended."""

    at: datetime
    kind: str
    was_kept: bool


class Answered(NamedTuple):
    """A score that a customer gave when asked about a conversation: csat, nps or ces."""

    at: datetime
    kind: str
    score: int
    agent: int | None = None  # who was at work


class Asked(NamedTuple):
    """That a customer was asked about a conversation, and whether they have answered."""

    at: datetime
    has_answered: bool
    agent: int | None = None


@dataclass(frozen=True, kw_only=True)
class Story:
    """A conversation as readings see it. `said` and `happened` are in their order."""

    began_at: datetime
    is_open: bool
    settled_at: datetime | None = None  # when it was resolved last, if it is
    said: tuple[Said, ...] = ()
    happened: tuple[Happened, ...] = ()
    promised: tuple[Promised, ...] = ()
    rated: tuple[tuple[datetime, bool], ...] = ()
    answered: tuple[Answered, ...] = ()
    asked: tuple[Asked, ...] = ()
    spent: tuple[tuple[int, float], ...] = ()  # agents, with the seconds that each was at work on it
    is_of_machines: bool = False  # nobody has written: a list, a bounce, an absence notice
    assignee: int | None = None
    came_again_at: tuple[datetime, ...] = ()  # when the same customer began others with the same topic


class Value(NamedTuple):
    """One reading. `since` is there where it is a length of time, and `value` then its seconds."""

    kind: str
    at: datetime
    value: int
    agent: int | None = None
    since: datetime | None = None


class Wait(NamedTuple):
    since: datetime
    until: datetime
    agent: int


def values_of(story: Story, *, zone: tzinfo = UTC) -> list[Value]:
    """Everything that is read off this conversation. Days are those of the zone. What machines send is work until it is put away, and no more."""
    steps = _steps(story)
    if story.is_of_machines:
        return list(_there(story, steps))
    found = [
        *_begun(story),
        *_waits(story, steps),
        *_answers(story, zone),
        *_there(story, steps),
        *_settled(story, steps),
        *_helped(story, steps),
        *_handled(story, steps),
    ]
    found += [Value(f"{each.kind}_kept", each.at, int(each.was_kept), story.assignee) for each in story.promised]
    found += [Value("chat_rating", at, int(is_good), _last_to_answer(story, at)) for at, is_good in story.rated]
    found += [Value(each.kind, each.at, each.score, each.agent) for each in story.answered]
    found += [Value("asked", each.at, int(each.has_answered), each.agent) for each in story.asked]
    return found


def waits(story: Story, steps: list[Happened]) -> list[Wait]:
    """From the first letter nobody has answered to the next answer of a person. What is settled, nobody waits for any more."""
    found: list[Wait] = []
    since: datetime | None = None
    told = sorted([*story.said, *(step for step in steps if step.kind == "resolved")], key=lambda each: each.at)
    for each in told:
        if isinstance(each, Happened):
            since = None
        elif not each.is_ours:
            since = since or max(each.at, story.began_at)
        elif each.agent is not None and each.at >= story.began_at:
            if since is not None:
                found.append(Wait(since, each.at, each.agent))
            since = None
    return found


def _steps(story: Story) -> list[Happened]:
    """When it was resolved and reopened, in turns, and as it stands in the end: also where nobody wrote down how it came."""
    steps: list[Happened] = []
    for each in story.happened:
        if each.kind == ("reopened" if len(steps) % 2 else "resolved"):
            steps.append(each)
    last = max([story.began_at, *(each.at for each in (*story.said[-1:], *steps[-1:]))])
    if not story.is_open and len(steps) % 2 == 0:
        steps.append(Happened(story.settled_at or last, "resolved"))
    if story.is_open and len(steps) % 2:
        steps.append(Happened(last, "reopened"))
    return steps


def _begun(story: Story) -> Iterator[Value]:
    is_theirs = not story.said or not story.said[0].is_ours
    yield Value("begun" if is_theirs else "begun_by_us", story.began_at, 1, story.assignee)


def _waits(story: Story, steps: list[Happened]) -> Iterator[Value]:
    for place, wait in enumerate(waits(story, steps)):
        yield _length("next_reply" if place else "first_reply", wait.since, wait.until, wait.agent)
    handed_over = next((each.at for each in story.happened if each.kind == "handed_over"), None)
    if handed_over and (answer := next((each for each in _people(story) if each.at >= handed_over), None)):
        yield _length("time_to_person", handed_over, answer.at, answer.agent)


def _answers(story: Story, zone: tzinfo) -> Iterator[Value]:
    """How many answers each agent wrote on each day, at the last of them."""
    counts, last = Counter(), {}
    for each in _people(story):
        turn = (each.agent, each.at.astimezone(zone).date())
        counts[turn] += 1
        last[turn] = each.at
    for turn, count in counts.items():
        yield Value("answers", last[turn], count, turn[0])


def _there(story: Story, steps: list[Happened]) -> Iterator[Value]:
    """When it went in and out of what is open."""
    yield Value("came_in", story.began_at, 1, story.assignee)
    for step in steps:
        yield Value("went_out" if step.kind == "resolved" else "came_in", step.at, 1, step.agent or story.assignee)


def _settled(story: Story, steps: list[Happened]) -> Iterator[Value]:
    """What a solution took, and whether it held."""
    if not steps:
        return
    first, last = steps[0], steps[-1] if len(steps) % 2 else steps[-2]
    solver = first.agent or _last_to_answer(story, first.at)
    yield _length("first_resolution", story.began_at, first.at, solver)
    yield Value("reopened", first.at, int(bool(_taken_up(story, steps))), solver)
    answered = any(each.is_ours and each.at <= last.at for each in story.said)
    yield Value("without_reply", first.at, int(not answered), solver)
    if len(steps) % 2:
        solver = last.agent or _last_to_answer(story, last.at)
        yield _length("resolution", story.began_at, last.at, solver)
        yield Value("open_time", last.at, _open_seconds(story, steps, last.at), solver)
        if answers := [each for each in _people(story) if each.at <= last.at]:
            at_once = len(answers) == 1 and not _taken_up(story, steps) and not _came_again(story, last.at)
            yield Value("solved_at_once", last.at, int(at_once), solver)


def _helped(story: Story, steps: list[Happened]) -> Iterator[Value]:
    """Of what the assistant took part in: whether it was settled without a person, and the customer did not come again."""
    if not any(each.kind in ("answered", "handed_over") for each in story.happened):
        return
    person = next(iter(_people(story)), None)
    if person is not None:
        yield Value("assistant_solved", person.at, 0)
    elif len(steps) % 2:
        yield Value("assistant_solved", steps[-1].at, int(not _came_again(story, steps[-1].at)))


def _handled(story: Story, steps: list[Happened]) -> Iterator[Value]:
    """What is settled took all of them so long, and each of them their part."""
    parts = [(agent, round(seconds)) for agent, seconds in story.spent if round(seconds)]
    if len(steps) % 2 == 0 or not parts:
        return
    end = steps[-1]
    yield Value(
        "handled", end.at, sum(seconds for _agent, seconds in parts), end.agent or _last_to_answer(story, end.at)
    )
    for agent, seconds in parts:
        yield Value("handled_by", end.at, seconds, agent)


def _taken_up(story: Story, steps: list[Happened]) -> list[Happened]:
    """The times that it was reopened for work: settled again without a word of ours, it was a thank-you."""
    ends = [step.at for step in steps[2::2]] + [datetime.max.replace(tzinfo=story.began_at.tzinfo)]
    opened = zip(steps[1::2], ends, strict=False)
    is_last_open = len(steps) % 2 == 0
    return [
        step
        for index, (step, until) in enumerate(opened)
        if any(step.at <= each.at <= until for each in _people(story))
        or (is_last_open and index == len(steps) // 2 - 1)
    ]


def _open_seconds(story: Story, steps: list[Happened], until: datetime) -> int:
    """How long it was open, neither put away nor settled."""
    turns = [(story.began_at, True)] + [(each.at, each.kind == "reopened") for each in steps]
    turns += [(each.at, each.kind == "woken") for each in story.happened if each.kind in ("snoozed", "woken")]
    turns.sort(key=lambda turn: turn[0])
    spans = zip(turns, [*turns[1:], (until, False)], strict=True)
    return sum(_seconds(start, min(end, until)) for (start, is_open), (end, _) in spans if is_open and start < until)


def _people(story: Story) -> Iterator[Said]:
    return (each for each in story.said if each.agent is not None and each.at >= story.began_at)


def _last_to_answer(story: Story, at: datetime) -> int | None:
    said = [each.agent for each in _people(story) if each.at <= at]
    return said[-1] if said else story.assignee


def _came_again(story: Story, at: datetime) -> bool:
    return any(at < other <= at + REPEATED_WITHIN for other in story.came_again_at)


def _length(kind: str, since: datetime, until: datetime, agent: int | None) -> Value:
    until = max(since, until)
    return Value(kind, until, _seconds(since, until), agent, since)


def _seconds(since: datetime, until: datetime) -> int:
    return int((until - since).total_seconds())
