"""kill -9 of web, worker and PostgreSQL at any moment, while letters come in and answers go out.

After it every letter must be there once, and every answer must have been handed over: once, or again under the same Message-ID
when the crash came between the other server's "250" and our commit.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from bench import cpu
from bench.house import copy, end, free_port, spawn, wait_until_well
from bench.sink import Sink
from bench.traffic import Answers, Letters, answer_mark, letter_mark

VICTIMS = ("web", "worker", "postgres")
LONGEST_WAIT = 0.7  # seconds between the letters' leaving and the accident
PATIENCE = 180  # seconds for everything to settle in the end


@dataclass
class Chaos:
    """One run of it. The seed decides who is killed, and when; the letters do the rest."""

    rounds: int
    letters: int
    replies: int
    seed: int
    folder: Path
    like: str | None = None
    ports: dict[str, int] = field(default_factory=lambda: {name: free_port() for name in ("web", "smtp", "sink")})
    killed: Counter[str] = field(default_factory=Counter)

    def run(self) -> list[str]:
        """What was broken, in sentences; nothing when all promises were kept."""
        random = Random(self.seed)
        self._prepare()
        with Sink(port=self.ports["sink"], random=Random(self.seed + 1)) as sink, self._everything() as supervisor:
            letters = Letters(self.letters, port=self.ports["smtp"])
            answers = Answers(self.replies, port=self.ports["web"], token=_token())
            for number in range(1, self.rounds + 1):
                letters.let_go(self.letters * number // self.rounds)
                answers.let_go(self.replies * number // self.rounds)
                time.sleep(random.uniform(0, LONGEST_WAIT))
                self._kill(random.choice(VICTIMS), supervisor)
                wait_until_well(self.ports["web"])
                _show(f"round {number} of {self.rounds}, {letters.done} letters and {answers.done} answers handed over")
            letters.join()
            answers.join()
            settled = _wait_until_settled()
            return [*settled, *_broken_letters(self.letters), *_broken_answers(self.replies, sink)]

    def summary(self) -> str:
        killed = ", ".join(f"{name} {self.killed[name]}" for name in VICTIMS)
        return f"Killed: {killed}. {self.letters} letters in, {self.replies} answers out. Seed {self.seed}."

    def _prepare(self) -> None:
        os.environ |= {
            "REGULARS_DATA": str(self.folder / "var"),
            "REGULARS_WORLD": "empty",
            "REGULARS_PORT": str(self.ports["web"]),
            "REGULARS_SMTP_PORT": str(self.ports["smtp"]),
            "REGULARS_SMTP_URL": f"smtp://127.0.0.1:{self.ports['sink']}?tls=none",
            "DJANGO_SETTINGS_MODULE": "regulars.config.settings",
        }
        os.environ.pop("DATABASE_URL", None)
        if self.like:
            copy(self.like, self.folder / "var")

    @contextmanager
    def _everything(self):
        supervisor = spawn("run", folder=self.folder)
        try:
            wait_until_well(self.ports["web"])
            import django

            django.setup()
            yield supervisor
        finally:
            end(supervisor)

    def _kill(self, name: str, supervisor: subprocess.Popen[bytes]) -> None:
        """As soon as there is one: after the last accident it may still be on its way up."""
        while (pid := _process(name, supervisor)) is None:
            time.sleep(0.05)
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        self.killed[name] += 1


def _process(name: str, supervisor: subprocess.Popen[bytes]) -> int | None:
    return next((pid for pid in cpu.children(supervisor.pid) if cpu.name_of(pid) == name), None)


def main(options: argparse.Namespace) -> int:
    seed = options.seed if options.seed is not None else int(time.time())
    folder = Path(tempfile.mkdtemp(prefix="regulars-chaos-"))
    folder.chmod(0o755)
    chaos = Chaos(options.rounds, options.letters, options.replies, seed, folder, options.like)
    print(f"Seed {seed}. Logs in {folder} until the end.", file=sys.stderr)
    broken = chaos.run()
    print(chaos.summary())
    for sentence in broken:
        print(f"BROKEN: {sentence}")
    if broken:
        print(f"The data folder and the logs are kept in {folder}.")
        return 1
    shutil.rmtree(folder, ignore_errors=True)
    print("Every letter is there once, and every answer was handed over under one Message-ID.")
    return 0


def _token() -> str:
    from regulars.api.models import ApiToken
    from regulars.team.models import Agent

    return _patiently(lambda: ApiToken.issue(agent=Agent.objects.get(), name="chaos"))


def _wait_until_settled() -> list[str]:
    """Until nothing waits any more; what still waits after a long while is broken."""
    from regulars.channels.email.models import InboundLetter
    from regulars.conversations.models import Delivery
    from regulars.customers.models import Reaction

    waiting = {"letters": InboundLetter.objects.filter(state="received"), "reactions": Reaction.objects.exclude(state="done"),
               "deliveries": Delivery.objects.exclude(state="done")}  # fmt: skip
    until = time.monotonic() + PATIENCE
    while left := {name: count for name, rows in waiting.items() if (count := _patiently(rows.count))}:
        if time.monotonic() > until:
            return [f"{count} {name} are not done after {PATIENCE} s" for name, count in left.items()]
        time.sleep(0.3)
    return []


def _patiently(ask: Any) -> Any:
    """Ask the database, anew when the connection has died in an accident."""
    from django.db import Error, connection

    for pause in (0.1, 0.5, 1.0, 2.0):
        try:
            return ask()
        except Error:
            connection.close()
            time.sleep(pause)
    return ask()


def _broken_letters(count: int) -> list[str]:
    from regulars.conversations.models import Message

    texts = list(Message.objects.filter(kind="in").values_list("text", flat=True))
    return not_once("letter", [letter_mark(number) for number in range(count)], texts)


def _broken_answers(count: int, sink: Sink) -> list[str]:
    from regulars.conversations.models import Message

    marks = [answer_mark(number) for number in range(count)]
    kept = Message.objects.filter(kind="out")
    broken = not_once("answer", marks, list(kept.values_list("text", flat=True)))
    broken += [f"answer {pk} is {state}" for pk, state in kept.exclude(state="sent").values_list("pk", "state")]
    names: dict[str, list[str]] = defaultdict(list)
    for taken in sink.taken:
        for mark in marks:
            if mark in taken.text.partition("\n> ")[0]:
                names[mark].append(taken.message_id)
    broken += [f"{mark} never arrived" for mark in marks if not names[mark]]
    broken += [f"{mark} arrived under {len(set(ids))} names" for mark, ids in names.items() if len(set(ids)) > 1]
    again = sum(len(ids) - 1 for ids in names.values() if ids)
    print(f"Handed over a second time under the same Message-ID: {again} of {count}.")
    return broken


def not_once(what: str, marks: Sequence[str], texts: Sequence[str]) -> list[str]:
    seen = Counter(mark for text in texts for mark in marks if mark in text.partition("\n> ")[0])
    return [f"{what} “{mark}” is there {seen[mark]} times" for mark in marks if seen[mark] != 1]


def _show(words: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\033[K{words}", end="", file=sys.stderr, flush=True)
    else:
        print(words, file=sys.stderr, flush=True)
