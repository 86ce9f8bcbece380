"""Requests to the real server, timed, and the same queries alone."""

from __future__ import annotations

import http.client
import json
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.cookies import SimpleCookie
from typing import Any

import psycopg
from django.db import connection, transaction

from bench.house import House
from bench.table import Measure
from regulars.lib.postgres import connection_facts

WARM_UP = 8


class Visitor:
    """A browser in which an agent is signed in, or a program with a token, on one connection that it keeps, as its cookies."""

    def __init__(self, house: House, *, is_program: bool) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", house.ports["web"], timeout=120)
        self.cookies = SimpleCookie("" if is_program else house.facts["cookie"])
        self.headers = {"Host": "localhost"}
        if is_program:
            self.headers["Authorization"] = f"Bearer {house.facts['token']}"

    def get(self, path: str, *, marker: str = "") -> str:
        """The answer, which must be 200 and hold the marker."""
        return self._ask("GET", path, None, 200, marker)

    def post(self, path: str, facts: dict[str, Any], *, status: int = 201) -> dict[str, Any]:
        return json.loads(self._ask("POST", path, facts, status, ""))

    def _ask(self, method: str, path: str, facts: dict[str, Any] | None, status: int, marker: str) -> str:
        body = None if facts is None else json.dumps(facts)
        kind = {"Content-Type": "application/json"} if body else {}
        cookies = {"Cookie": self.cookies.output(attrs=[], header="", sep=";").strip()} if self.cookies else {}
        self.connection.request(method, path, body=body, headers={**self.headers, **cookies, **kind})
        answer = self.connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            self.cookies.load(cookie)
        text = answer.read().decode()
        if answer.status != status or marker not in text:
            raise SystemExit(f"{method} {path}: {answer.status}, {marker!r} is not in: {text[:300]}")
        return text


def as_web_and_worker() -> None:
    """From now on this process asks by statements that are prepared. Closes the connection: processes may be forked."""
    connection.close()
    connection.settings_dict["OPTIONS"] |= {"server_side_binding": True, "prepare_threshold": 5}


def measured(
    name: str,
    house: House,
    do: Callable[[int], object],
    *,
    n: int,
    floor_ms: float | None = None,
    queries: int | None = None,
) -> Measure:
    """`do(number)` n times, one after the other: wall time of each, and CPU time of all processes together."""
    for number in range(WARM_UP):
        do(number - WARM_UP)
    times, before = [], house.cpu()
    for number in range(n):
        began = time.perf_counter()
        do(number)
        times.append(time.perf_counter() - began)
    spent = house.cpu() - before
    return Measure(
        name=name, size=house.size, n=n, p50_ms=statistics.median(times) * 1000, p95_ms=percentile(times, 95) * 1000,
        cpu_ms=spent / n * 1000, queries=queries, floor_ms=floor_ms,
    )  # fmt: skip


def percentile(values: Sequence[float], share: int) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * share // 100)]


@contextmanager
def listening() -> Iterator[list[tuple[str, Any]]]:
    """The statements that Django sends meanwhile, with their values."""
    heard: list[tuple[str, Any]] = []

    def hear(execute: Callable[..., Any], sql: str, values: Any, many: bool, context: dict[str, Any]) -> Any:
        heard.append((sql, values))
        return execute(sql, values, many, context)

    with connection.execute_wrapper(hear):
        yield heard


def page_and_floor(house: House, path: str, *, is_program: bool) -> tuple[int, float]:
    """How many queries a page needs, and the milliseconds that PostgreSQL needs for exactly those."""
    from django.test import Client

    client = Client(headers={"Authorization": f"Bearer {house.facts['token']}"} if is_program else None)
    if not is_program:
        client.cookies.load(house.facts["cookie"])
    client.get(path)
    with listening() as heard:
        assert client.get(path).status_code == 200
    return len(heard), replayed([each for each in heard if each[0].startswith(("SELECT", "WITH"))])


def replayed(statements: Sequence[tuple[str, Any]], *, n: int = 100) -> float:
    """Milliseconds that these statements take alone, on one connection. What they write is taken back.

    They are not prepared: for a word that is rare or frequent one plan would not do.
    """
    with psycopg.connect(**connection_facts(), cursor_factory=psycopg.ClientCursor) as alone:
        times = []
        for _ in range(n):
            began = time.perf_counter()
            for sql, values in statements:
                alone.execute(sql, values).fetchall()
            times.append(time.perf_counter() - began)
        alone.rollback()
    return statistics.median(times) * 1000


@contextmanager
def nothing_happened() -> Iterator[None]:
    """What is written inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
