"""A letter, step by step: read; kept; taken into its conversation; and what follows from it. Each beside its floor."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from email import message_from_bytes, policy
from typing import NamedTuple

from django.db import connection

from bench import cpu, post
from bench.asking import listening
from bench.bare_letters import write_barely
from bench.house import House
from bench.table import Measure
from regulars.channels.email.actions.take_letters import take_letters
from regulars.channels.email.keeping import Arrival, keep
from regulars.channels.email.models import InboundLetter, Mailbox
from regulars.channels.email.parse import parse
from regulars.config import environment
from regulars.customers.actions.react import react

BURST, ROUNDS = 400, 5  # letters to a round; the median round counts
TOGETHER = 10  # letters that come while the commit before theirs is written
CORPUS = "regulars/channels/email/tests/letters"
READ, COMMITTED = 200, 80  # letters a second that are promised: of one core, of the house


class Spent(NamedTuple):
    """Seconds that a letter took."""

    wall: float
    server: float
    database: float

    @property
    def cpu(self) -> float:
        return self.server + self.database


def measures(house: House) -> Iterator[Measure]:
    house.stop("worker")
    yield _reading("letter read", post.letters(BURST, seed=11), house)
    corpus = [path.read_bytes() for path in sorted((environment.ROOT / CORPUS).glob("*.eml"))]
    yield _reading("letter read, of our corpus", corpus, house)
    _ask_as_the_worker_does()
    mailbox = Mailbox.objects.get()
    with listening() as heard:
        counts = [len(heard) for step in _steps(mailbox, seed=100).values() if step() is None]
    queries = [after - before for before, after in zip([0, *counts], counts, strict=False)]
    rounds = [_round(mailbox, house, seed=101 + number) for number in range(ROUNDS)]
    for name, asked in zip(rounds[0], queries, strict=True):
        yield _measure(name, [each[name] for each in rounds], house, queries=round(asked / BURST))
    whole = [Spent(*map(sum, zip(*each.values(), strict=True))) for each in rounds]
    floor = _median([_spent(write_barely, house, n=BURST) for _ in range(ROUNDS)]).cpu
    yield _measure(
        "letter committed", whole, house, queries=round(sum(queries) / BURST), floor=floor, promised=COMMITTED
    )


def _steps(mailbox: Mailbox, *, seed: int) -> dict[str, Callable[[], None]]:
    """What happens to letters, in this order."""
    arrivals = [
        Arrival(
            content=content,
            source=InboundLetter.Source.SMTP,
            mailbox_id=mailbox.pk,
            envelope_from="writer@letters.example",
            envelope_to=mailbox.address,
        )
        for content in post.letters(BURST, seed=seed)
    ]
    return {
        "letter kept": lambda: _keep(arrivals),
        "letter taken": lambda: _all(take_letters),
        "what follows from a letter": lambda: _all(react),
    }


def _round(mailbox: Mailbox, house: House, *, seed: int) -> dict[str, Spent]:
    return {name: _spent(step, house, n=BURST) for name, step in _steps(mailbox, seed=seed).items()}


def _keep(arrivals: Sequence[Arrival]) -> None:
    for start in range(0, len(arrivals), TOGETHER):
        keep(arrivals[start : start + TOGETHER])


def _all(take: Callable[[], int]) -> None:
    while take():
        pass


def _reading(name: str, letters: Sequence[bytes], house: House) -> Measure:
    """Parsed, decoded, sanitised, folded; the floor is Python's own parser, all parts decoded."""
    rounds = [_spent(lambda: [parse(each) for each in letters], house, n=len(letters)) for _ in range(ROUNDS)]
    floors = [_spent(lambda: [_barely_read(each) for each in letters], house, n=len(letters)) for _ in range(ROUNDS)]
    spent = _median(rounds)
    return Measure(
        name=name, size=house.size, n=len(letters), p50_ms=spent.wall * 1000, cpu_ms=spent.server * 1000, database_ms=0.0,
        floor_ms=_median(floors).server * 1000, per_second=1 / spent.server,
        promise=f"≥ {READ} a second and core", is_kept=1 / spent.server >= READ,
    )  # fmt: skip


def _barely_read(letter: bytes) -> None:
    for part in message_from_bytes(letter, policy=policy.compat32).walk():
        if not part.is_multipart():
            part.get_payload(decode=True)


def _measure(
    name: str, rounds: Sequence[Spent], house: House, *, queries: int, floor: float | None = None, promised: int = 0
) -> Measure:
    spent = _median(rounds)
    rate = 1 / spent.wall
    return Measure(
        name=name, size=house.size, n=BURST * ROUNDS, p50_ms=spent.wall * 1000, cpu_ms=spent.cpu * 1000,
        database_ms=spent.database * 1000, queries=queries, floor_ms=floor and floor * 1000, per_second=rate,
        promise=f"≥ {promised} a second" if promised else "", is_kept=rate >= promised,
    )  # fmt: skip


def _spent(do: Callable[[], object], house: House, *, n: int) -> Spent:
    before = _clocks(house)
    do()
    return Spent(*((then - now) / n for now, then in zip(before, _clocks(house), strict=True)))


def _clocks(house: House) -> tuple[float, float, float]:
    """The wall's, ours with that of the process that reads letters, and the database's."""
    ours = cpu.spent([os.getpid()], but=[house.database])
    return time.perf_counter(), ours, cpu.spent([house.database])


def _median(rounds: Sequence[Spent]) -> Spent:
    return sorted(rounds, key=lambda each: each.cpu)[len(rounds) // 2]


def _ask_as_the_worker_does() -> None:
    connection.close()
    os.environ["REGULARS_PROCESS"] = "worker"
    connection.settings_dict["OPTIONS"] = environment.database_settings()["OPTIONS"]
