"""A day of customers, and the people who answer them: the same day for the queues and for a plain shared list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

DAY = 10 * 60 * 60  # seconds
TEAMS, LANGUAGES = ("Orders", "Machines", "Beans", "Billing"), ("en", "fr", "it")
BUSY = (2, 4, 7, 9, 8, 6, 7, 7, 5, 3)  # how many come in each hour, beside each other
GLANCE = 60  # seconds that somebody spends on what turns out not to be for them


@dataclass
class Case:
    """A conversation, and how long its answer takes."""

    at: int
    team: int
    language: str
    needs_skill: bool
    channel: str
    priority: int
    takes: int  # seconds
    given_at: float | None = None
    begun_at: float | None = None
    agent: int | None = None
    number: int | None = None  # of its conversation

    @property
    def points(self) -> int:
        return 3 if self.channel == "chat" else 1


@dataclass
class Worker:
    """Somebody who answers, one thing after the other; gone for a while at noon."""

    number: int
    teams: tuple[int, ...]
    languages: tuple[str, ...]
    is_skilled: bool
    pause: tuple[int, int]
    in_hand: list[Case] = field(default_factory=list)
    busy_until: float = 0
    worked: float = 0
    done: int = 0
    passed: set[int] = field(default_factory=set)  # what they looked at and left

    def is_there(self, now: float) -> bool:
        return not self.pause[0] <= now < self.pause[1]

    def is_able(self, case: Case) -> bool:
        return case.team in self.teams and case.language in self.languages and (self.is_skilled or not case.needs_skill)


def cases(count: int, random: Random) -> list[Case]:
    hours = random.choices(range(len(BUSY)), BUSY, k=count)
    return sorted((_case(hour, random) for hour in hours), key=lambda case: case.at)


def workers(count: int, random: Random) -> list[Worker]:
    """Every team has people for every language, and people with the skill: one of each in the first twelve."""
    return [_worker(number, random) for number in range(count)]


def _case(hour: int, random: Random) -> Case:
    return Case(
        at=hour * 3600 + random.randrange(3600),
        team=random.choices(range(4), (4, 2, 3, 1))[0],
        language=random.choices(LANGUAGES, (7, 2, 1))[0],
        needs_skill=random.random() < 0.1,
        channel="chat" if random.random() < 0.3 else "email",
        priority=random.choices((0, 1, 2), (85, 12, 3))[0],
        takes=max(30, round(random.lognormvariate(4.9, 0.6))),
    )


def _worker(number: int, random: Random) -> Worker:
    is_first = number < 12
    teams = (number % 4,) if is_first else tuple({random.choices(range(4), (4, 2, 3, 1))[0], random.randrange(4)})
    languages = LANGUAGES if is_first else random.choice((("en",), ("en", "fr"), ("en", "it")))
    noon = random.randrange(3 * 3600, 6 * 3600)
    return Worker(number, teams, languages, is_first or random.random() < 0.3, (noon, noon + 45 * 60))


def by_a_shared_list(several: Sequence[Case], people: Sequence[Worker], *, tick: int) -> None:
    """Whoever is free takes the oldest of their teams. What is not for them costs a glance, and they leave it to others."""
    arrived, waits, now = 0, [], 0
    while arrived < len(several) or waits:
        while arrived < len(several) and several[arrived].at <= now:
            waits.append(several[arrived])
            arrived += 1
        for worker in people:
            if not worker.is_there(now) or worker.busy_until > now:
                continue
            case = next((each for each in waits if each.team in worker.teams and id(each) not in worker.passed), None)
            if case is None:
                continue
            if not worker.is_able(case):
                worker.passed.add(id(case))
                worker.busy_until = now + GLANCE
                continue
            waits.remove(case)
            case.given_at = case.begun_at = now
            case.agent, worker.busy_until = worker.number, now + case.takes
            worker.worked, worker.done = worker.worked + case.takes, worker.done + 1
        now += tick
