"""A simulated day: forty people and six thousand conversations, given out by the queues, beside a plain shared list.

The queues are the real ones, on a real database; only the clock is the day's own. After every tick it is reckoned anew, without
any of their code, whether somebody waits beside a qualified agent who has room.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from bisect import bisect_right
from collections.abc import Sequence
from copy import deepcopy
from datetime import datetime, timedelta
from random import Random
from typing import Any

from bench import house
from bench.day import DAY, LANGUAGES, TEAMS, Case, Worker, by_a_shared_list, cases, workers

PEOPLE, CASES = 40, 6000
TICK = 30  # seconds of the day
ROOM = 3  # points: three letters, or one chat


def main(options: argparse.Namespace) -> int:
    seed = options.seed if options.seed is not None else int(time.time())
    random = Random(seed)
    several, people = cases(CASES, random), workers(PEOPLE, random)
    shared, sharing = deepcopy(several), deepcopy(people)
    by_a_shared_list(shared, sharing, tick=TICK)
    with house.opened(size=0) as opened:
        day = Day(opened, several, people)
        began = time.perf_counter()
        day.run()
        taken = time.perf_counter() - began
    print(f"{CASES:,} conversations, {PEOPLE} people, a day of {DAY // 3600} hours. Seed {seed}.")
    print(f"{'':<14}{'wait':>8}{'p50':>8}{'p95':>8}{'most':>8}   answered by each   share of their time")
    print(_line("queues", several, people))
    print(_line("shared list", shared, sharing))
    print(
        f"Waited beside somebody qualified with room: {day.beside_room} (looked at {day.looked:,} times). Overfilled: {day.overfilled}."
    )
    print(
        f"Given out in {taken:.0f} s of real time: {taken / CASES * 1000:.1f} ms each, what it takes to settle them included."
    )
    return min(day.beside_room + day.overfilled, 1)


class Day:
    """The day as it passes, on the database."""

    def __init__(self, opened: house.House, several: Sequence[Case], people: Sequence[Worker]) -> None:
        from django.utils import timezone

        self.cases, self.people = several, people
        self.began: datetime = timezone.now() - timedelta(seconds=DAY)
        self.waits: dict[int, Case] = {}  # by the number of the conversation
        self.beside_room = self.overfilled = self.looked = 0
        self.rows = _open(opened, people)

    def run(self) -> None:
        now, arrived, answered = 0, 0, 0
        while answered < len(self.cases):
            fresh = self.cases[arrived : bisect_right(self.cases, now, lo=arrived, key=lambda case: case.at)]
            arrived += len(fresh)
            self._arrive(fresh)
            self._come_and_go(now)
            answered += self._work(now)
            self._give_out(now)
            self._begin(now)
            self._look(now)
            now += TICK
            if now % 1800 == 0:
                print(f"{now // 3600:02d}:{now % 3600 // 60:02d}  {len(self.waits)} wait", file=sys.stderr)

    def _arrive(self, fresh: Sequence[Case]) -> None:
        from regulars.conversations.models import Conversation

        rows = [self._row(case) for case in fresh]
        for row, case in zip(Conversation.objects.bulk_create(rows), fresh, strict=True):
            self.waits[row.pk] = case

    def _row(self, case: Case) -> Any:
        from regulars.conversations.models import Conversation

        at = self.began + timedelta(seconds=case.at)
        return Conversation(
            inbox=self.rows["inbox"], customer=self.rows["customers"][case.language], channel=case.channel,
            team=self.rows["teams"][case.team], topic=self.rows["topic"] if case.needs_skill else None,
            priority=case.priority, waiting_since=at, created_at=at, last_activity_at=at,
        )  # fmt: skip

    def _come_and_go(self, now: float) -> None:
        from regulars.team.models import Presence

        for worker in self.people:
            if any(edge <= now < edge + TICK for edge in worker.pause):
                state = "online" if worker.is_there(now) else "away"
                Presence.objects.filter(pk=self.rows["agents"][worker.number].pk).update(state=state)

    def _give_out(self, now: float) -> None:
        """Then learn from the database who was given what."""
        from regulars.conversations.models import Conversation
        from regulars.routing.actions.give_out import give_out

        while give_out(*self.rows["teams"]):
            pass
        given = Conversation.objects.filter(pk__in=list(self.waits), assignee__isnull=False)
        for pk, agent in given.order_by("waiting_since", "pk").values_list("pk", "assignee"):
            case = self.waits.pop(pk)
            case.given_at, case.agent, case.number = now, self.rows["numbers"][agent], pk
            self.people[case.agent].in_hand.append(case)

    def _work(self, now: float) -> int:
        """What is answered is settled. Whoever has left finishes what they have. Returns how many."""
        from regulars.conversations.models import Conversation

        free = [
            worker
            for worker in self.people
            if worker.in_hand and worker.in_hand[0].begun_at is not None and worker.busy_until <= now
        ]
        settled = [worker.in_hand.pop(0).number for worker in free]
        Conversation.objects.filter(pk__in=settled).update(status="resolved", waiting_since=None)
        return len(settled)

    def _begin(self, now: float) -> None:
        """Whoever has nothing in work begins with what was given first."""
        for worker in self.people:
            if worker.in_hand and worker.in_hand[0].begun_at is None:
                case = worker.in_hand[0]
                case.begun_at, worker.busy_until = now, now + case.takes
                worker.worked, worker.done = worker.worked + case.takes, worker.done + 1

    def _look(self, now: float) -> None:
        """Whether somebody waits who need not, reckoned from what the day knows alone.

        Whoever lacks room for the one whose turn it is may keep what they have free for it, one person for each.
        """
        loads = [sum(case.points for case in worker.in_hand) for worker in self.people]
        self.overfilled += sum(load > ROOM for load in loads)
        there = [(worker, ROOM - loads[worker.number]) for worker in self.people if worker.is_there(now)]
        for case in sorted(self.waits.values(), key=lambda case: case.at - 3600 * case.priority):
            self.looked += 1
            able = [(room, -worker.number, worker) for worker, room in there if worker.is_able(case)]
            if able and max(able)[0] >= case.points:
                self.beside_room += 1
            elif able:
                keeper = max(able)[2]
                there = [(worker, room) for worker, room in there if worker is not keeper]


def _open(opened: house.House, people: Sequence[Worker]) -> dict[str, Any]:
    from regulars.conversations.models import Topic
    from regulars.customers.actions.identify import identify
    from regulars.team.models import Ability, Agent, Presence, Skill, Team

    skill = Skill.objects.create(name="Espresso machines")
    teams = [Team.objects.create(name=f"Queue of {name}", gives_out=Team.GivesOut.LEAST_BUSY) for name in TEAMS]
    agents = []
    for worker in people:
        agent = Agent.objects.create_user(f"a{worker.number}@coffee.example", name=f"Agent {worker.number:02d}")
        agent.capacity, agent.languages = ROOM, list(worker.languages)
        agent.save()
        agent.teams.set([teams[number] for number in worker.teams])
        Presence.objects.create(agent=agent)
        if worker.is_skilled:
            Ability.objects.create(agent=agent, skill=skill)
        agents.append(agent)
    customers = {language: identify("email", f"{language}@post.example", channel="email") for language in LANGUAGES}
    for language, customer in customers.items():
        customer.language = language
        customer.save()
    numbers = {agent.pk: number for number, agent in enumerate(agents)}
    topic = Topic.objects.create(name="Machines", skill=skill)
    return {
        "inbox": opened.facts["inbox"],
        "customers": customers,
        "teams": teams,
        "agents": agents,
        "numbers": numbers,
        "topic": topic,
    }


def _line(name: str, several: Sequence[Case], people: Sequence[Worker]) -> str:
    waits = sorted((case.begun_at or 0) - case.at for case in several)
    done, shares = [worker.done for worker in people], [worker.worked / (DAY - 45 * 60) for worker in people]
    return (
        f"{name:<14}{_minutes(statistics.mean(waits))}{_minutes(waits[len(waits) // 2])}{_minutes(waits[len(waits) * 95 // 100])}"
        f"{_minutes(waits[-1])}   {min(done):>4} to {max(done):<4} ±{statistics.pstdev(done) / statistics.mean(done):.0%}"
        f"   {min(shares):.0%} to {max(shares):.0%}, ±{statistics.pstdev(shares) / statistics.mean(shares):.0%}"
    )


def _minutes(seconds: float) -> str:
    return f"{int(seconds) // 60:>4}:{int(seconds) % 60:02d} "
