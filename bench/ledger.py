"""Random verbs by several processes at some hundred members, killed -9 and begun again, over three years and their nights.

Each process writes down what it wants before it asks, and the answer after it, as a till does: whoever comes back after a kill, or
after PostgreSQL itself was killed, asks the last one again, under the same key. At the end every book must balance, and all that was
answered must be there once.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import signal
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from bench import cpu, house
from bench.asking import as_web_and_worker
from bench.books import broken
from regulars.config.progress import Bar

DAYS = 1000
FEWEST, BUSIEST = 300, 1000  # members; operations of one: one a day
BEGIN = datetime(2023, 1, 1, tzinfo=UTC)
PROCESSES = 6
PATIENCE = 1500  # times that each asks, a fifth of a second apart, until PostgreSQL must answer again
POLICIES = ("unlimited", "within_balance", "only_pending")  # of refunds: a programme each
VERBS = {
    "earn": 30, "redeem": 20, "hold": 10, "capture": 6, "release": 4, "take_back": 6, "give_back": 6, "transfer": 6, "adjust": 6,
    "extend": 3, "sweep": 3,
}  # fmt: skip
NEEDS = {"take_back": "earn", "give_back": "redeem", "capture": "hold", "release": "hold"}
TIERS = {"levels": [{"word": "silver", "name": "Silver", "min": 300}, {"word": "gold", "name": "Gold", "min": 900}]}
LIFE = {"expiry": {"count": 4}, "inactivity": {"count": 2}, "tiers": TIERS}

Wish = dict[str, Any]


def main(options: argparse.Namespace) -> int:
    if options.crashes and os.environ.get("DATABASE_URL"):
        raise SystemExit("--crashes: only our own PostgreSQL is killed, without DATABASE_URL.")
    seed, outcomes = options.seed if options.seed is not None else int(time.time()), Counter()
    with house.opened(size=0, like=options.like) as opened:
        members, began = _members(max(FEWEST, options.operations // BUSIEST)), time.perf_counter()
        _play(members, options, opened, seed)
        took = time.perf_counter() - began
        wrong = broken(_wishes(opened.folder, outcomes))
    print(
        f"{outcomes.total():,} operations at {sum(map(len, members)):,} members, {options.kills} kills, {options.crashes} of PostgreSQL, "
        f"{took:,.0f} s: {outcomes['done']:,} done, {outcomes['refused']:,} refused. Seed {seed}."
    )
    for sentence in wrong:
        print(f"BROKEN: {sentence}")
    if not wrong:
        print("All books balance; whatever was answered is there once, and nothing else.")
    return min(len(wrong), 1)


def _members(count: int) -> list[list[int]]:
    """Of each programme."""
    from regulars.customers.actor import SYSTEM
    from regulars.customers.models import Customer
    from regulars.loyalty.actions.join import join
    from regulars.loyalty.actions.save_programme import save_programme

    found = []
    for policy in POLICIES:
        terms = LIFE | {"refunds": {"policy": policy, "debt_days": 90, "grace_days": 10}}
        programme = save_programme(None, by=None, facts={"name": policy}, terms=terms)
        people = Customer.objects.bulk_create([Customer(name=f"Member {each}") for each in range(count // 3)])
        found.append([join(each, programme=programme, by=SYSTEM, at=BEGIN).pk for each in people])
    return found


def _play(members: list[list[int]], options: argparse.Namespace, opened: house.House, seed: int) -> None:
    """Kills come at random moments, spread over all of it."""
    as_web_and_worker()
    random, context = Random(seed), multiprocessing.get_context("fork")
    each = -(-options.operations // PROCESSES)
    done = context.Array("l", PROCESSES, lock=False)

    def begin(place: int) -> Any:
        process = context.Process(target=_work, args=(place, each, members, opened.folder, done, f"{seed}:{place}"))
        process.start()
        return process

    processes, total, bar = [begin(place) for place in range(PROCESSES)], each * PROCESSES, Bar("Operations")
    victims = ["process"] * options.kills + ["database"] * options.crashes
    random.shuffle(victims)
    for moment, victim in zip([*sorted(random.sample(range(total), len(victims))), total], [*victims, ""], strict=True):
        while sum(done) < moment and any(process.is_alive() for process in processes):
            time.sleep(random.uniform(0, 0.05))
            bar(sum(done), total)
        if any(process.exitcode for process in processes):
            for process in processes:
                process.kill()
            raise SystemExit("A process ended by itself: see above.")
        if victim == "database":
            _crash(opened, random)
        elif victim:
            place = random.randrange(PROCESSES)
            processes[place].kill()
            processes[place].join()
            processes[place] = begin(place)
    for process in processes:
        process.join()


def _crash(opened: house.House, random: Random) -> None:
    """Where a session is killed, PostgreSQL ends all others, too, forgets what they share, and recovers what was committed."""
    while not (sessions := [each for each in cpu.trees([opened.database]) if _is_session(cpu.words_of(each))]):
        time.sleep(0.1)
    with suppress(ProcessLookupError):  # it has just ended by itself
        os.kill(random.choice(sorted(sessions)), signal.SIGKILL)


def _is_session(words: str) -> bool:
    return words.startswith("postgres: ") and "[local]" in words and not words.endswith(" startup")


def _work(place: int, count: int, members: list[list[int]], folder: Path, done: Any, seed: str) -> None:
    path = folder / f"wishes-{place}"
    left, number = _left_behind(path)
    known: dict[str, deque[tuple[int, int]]] = {verb: deque(maxlen=200) for verb in (*NEEDS.values(), "capture")}
    random = Random(f"{seed}:{number}")
    journal = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    parent = multiprocessing.parent_process()
    while (number < count or left) and parent.is_alive():
        wish = left or _wish(f"{place}:{number}", number / count, members, known, random)
        if not left:
            os.write(journal, json.dumps(wish).encode() + b"\n")
            number += 1
        operation = _answer(wish)
        os.write(journal, json.dumps(operation).encode() + b"\n")
        if operation and wish["verb"] in known:
            known[wish["verb"]].append((wish["member"], operation))
        left, done[place] = None, number
    os.close(journal)


def _left_behind(path: Path) -> tuple[Wish | None, int]:
    """What was asked and not answered when this process was killed, and how many it has asked."""
    if not path.exists() or not path.stat().st_size:
        return None, 0
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 4000))
        lines = [json.loads(each) for each in file.read().splitlines()[-2:]]
    last = next(each for each in reversed(lines) if isinstance(each, dict))
    return (last if lines[-1] is last else None), int(last["key"].partition(":")[2]) + 1


def _wish(key: str, share: float, members: list[list[int]], known: dict[str, Any], random: Random) -> Wish:
    """A verb with all that it takes, so that it can be asked again in the same words."""
    at = BEGIN + timedelta(days=share * DAYS + random.uniform(-3, 3))
    several = random.choice(members)
    member, other = random.sample(several, 2)
    verb = random.choices(list(VERBS), list(VERBS.values()))[0]
    pool = known.get(NEEDS.get(verb, ""))
    if verb == "give_back" and known["capture"] and random.random() < 0.3:
        pool = known["capture"]
    if verb in NEEDS and not pool:
        verb = "earn"
    about = random.choice(pool) if verb in NEEDS else (member, 0)
    points, days = random.choice([random.randint(1, 60), random.randint(1, 600)]), random.randint(1, 90)
    return {"key": key, "verb": verb, "member": about[0], "of": about[1], "other": other, "at": at.isoformat(), "points": points, "days": days}  # fmt: skip


def _answer(wish: Wish) -> int | None:
    """It is asked until it is answered: PostgreSQL may be down, but not forever."""
    from django.db import InterfaceError, OperationalError, connection

    for _each in range(PATIENCE):
        try:
            return _ask(wish)
        except (InterfaceError, OperationalError):
            connection.close()
            time.sleep(0.2)
    return _ask(wish)


def _ask(wish: Wish) -> int | None:
    """The operation that came of it; None when it was refused."""
    from django.core.exceptions import ValidationError

    with suppress(ValidationError):
        return _verbs()[wish["verb"]](wish, datetime.fromisoformat(wish["at"]))
    return None


@cache
def _verbs() -> dict[str, Callable[[Wish, datetime], int]]:
    from regulars.customers.actor import SYSTEM
    from regulars.loyalty.actions.adjust import adjust
    from regulars.loyalty.actions.capture import capture
    from regulars.loyalty.actions.earn import earn
    from regulars.loyalty.actions.extend import extend
    from regulars.loyalty.actions.give_back import give_back
    from regulars.loyalty.actions.hold import hold
    from regulars.loyalty.actions.redeem import redeem
    from regulars.loyalty.actions.release import release
    from regulars.loyalty.actions.sweep import keep_some
    from regulars.loyalty.actions.take_back import take_back
    from regulars.loyalty.actions.transfer import transfer
    from regulars.loyalty.models import Account, Hold, Operation

    accounts = {each.pk: each for each in Account.objects.select_related("programme")}

    def by_key(verb: Callable[..., Any], **more: Callable[[Wish, datetime], Any]) -> Callable[[Wish, datetime], int]:
        def asked(wish: Wish, at: datetime) -> int:
            facts = {name: found(wish, at) for name, found in more.items()}
            return verb(accounts[wish["member"]], at=at, key=wish["key"], by=SYSTEM, **facts).pk

        return asked

    def of_hold(verb: Callable[..., Any]) -> Callable[[Wish, datetime], int]:
        return lambda wish, at: verb(Hold.objects.get(operation=wish["of"]), at=at, by=SYSTEM).pk

    def night(wish: Wish, at: datetime) -> int:
        while keep_some(accounts[wish["member"]].programme, until=at):
            pass
        return 0

    def points(wish: Wish, _at: datetime) -> int:
        return wish["points"]

    def operation(wish: Wish, _at: datetime) -> Operation:
        return Operation.objects.get(pk=wish["of"])

    def later(wish: Wish, at: datetime) -> datetime:
        return at + timedelta(days=wish["days"])

    return {
        "earn": by_key(earn, points=points, activates_at=lambda wish, at: later(wish, at) if wish["days"] % 3 == 0 else None),
        "redeem": by_key(redeem, points=points),
        "hold": by_key(hold, points=points, minutes=lambda wish, _at: wish["days"] * 600),
        "capture": of_hold(capture),
        "release": of_hold(release),
        "take_back": by_key(take_back, earned=operation, points=lambda wish, _at: wish["points"] if wish["days"] % 2 else None),
        "give_back": by_key(give_back, redeemed=operation, points=lambda wish, _at: wish["points"] if wish["days"] % 2 else None),
        "transfer": by_key(transfer, to=lambda wish, _at: accounts[wish["other"]], points=points),
        "adjust": by_key(adjust, points=lambda wish, _at: wish["points"] * (-1) ** wish["days"], reason=lambda *_more: "Bench"),
        "extend": by_key(extend, until=later),
        "sweep": night,
    }  # fmt: skip


def _wishes(folder: Path, outcomes: Counter[str]) -> Iterator[tuple[Wish, int | None]]:
    """All that was asked, with the answer; counted."""
    for path in folder.glob("wishes-*"):
        with path.open() as lines:
            for wish, answer in zip(lines, lines, strict=True):
                operation = json.loads(answer)
                outcomes["refused" if operation is None else "done"] += 1
                yield json.loads(wish), operation
