import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from regulars.lib.drain import Bell, Drain, claim, pause
from tests.waiting import PATIENCE

pytestmark = pytest.mark.django_db(transaction=True)
NEVER = 3600.0  # seconds between polls


@pytest.fixture
def run() -> Iterator[Callable[..., None]]:
    running: list[Drain | Bell] = []

    def start(*parts: Drain | Bell) -> None:
        running.extend(parts)
        for part in parts:
            part.start()

    yield start
    for part in running:
        part.stop()
    for part in running:
        part.join(PATIENCE)
        assert not part.is_alive()


class Book:
    """Writes down which rows were taken, and rings when there are enough of them."""

    def __init__(self, *, enough: int) -> None:
        self.keys: list[str] = []
        self.enough, self.is_enough = enough, threading.Event()
        self.lock = threading.Lock()

    def take(self) -> int:
        with claim(Session.objects.order_by("pk")) as rows:
            for row in rows:
                row.delete()
        with self.lock:
            self.keys += [row.pk or row.session_data for row in rows]
            if len(self.keys) >= self.enough:
                self.is_enough.set()
        return len(rows)


def put(number: int, *, first: int = 0) -> None:
    rows = [
        Session(session_key=f"{n:05}", session_data=f"{n:05}", expire_date=timezone.now())
        for n in range(first, first + number)
    ]
    Session.objects.bulk_create(rows)


def ring(channel: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [channel])


def test_a_drain_takes_what_waits_and_wakes_when_told_of_more(run: Callable[..., None]) -> None:
    put(3)
    book = Book(enough=3)
    drain = Drain("rows", channel="rows", take=book.take, poll=NEVER)
    bell = Bell([drain])
    run(drain, bell)
    assert book.is_enough.wait(PATIENCE)
    assert bell.is_listening.wait(PATIENCE)
    book.enough, book.is_enough = 4, threading.Event()
    put(1, first=3)
    ring("rows")
    assert book.is_enough.wait(PATIENCE)
    assert sorted(book.keys) == ["00000", "00001", "00002", "00003"]


def test_a_drain_that_nobody_wakes_polls(run: Callable[..., None]) -> None:
    book = Book(enough=1)
    run(Drain("rows", channel="rows", take=book.take, poll=0.05))
    put(1)
    assert book.is_enough.wait(PATIENCE)


def test_what_is_due_and_held_by_somebody_else_is_not_asked_for_without_end(run: Callable[..., None]) -> None:
    looks, has_looked = [], threading.Event()

    def take() -> int:
        looks.append(1)
        has_looked.set()
        return 0

    now = timezone.now()
    drain = Drain("rows", channel="rows", take=take, poll=NEVER, next_due=lambda: now)
    run(drain)
    assert has_looked.wait(PATIENCE)
    drain.join(0.1)
    assert len(looks) == 1


def test_two_drains_never_take_the_same_row(run: Callable[..., None]) -> None:
    put(300)
    book = Book(enough=300)
    run(*(Drain(f"rows {number}", channel="rows", take=book.take, poll=0.05) for number in range(2)))
    assert book.is_enough.wait(PATIENCE)
    assert sorted(book.keys) == [f"{n:05}" for n in range(300)]


def test_a_failure_is_logged_and_the_drain_goes_on(run: Callable[..., None], caplog: pytest.LogCaptureFixture) -> None:
    put(1)
    book = Book(enough=1)
    failing = iter([ValueError("spilt coffee")])

    def take() -> int:
        for error in failing:
            raise error
        return book.take()

    run(Drain("rows", channel="rows", take=take, poll=NEVER))
    assert book.is_enough.wait(PATIENCE)
    assert "spilt coffee" in caplog.text


def test_a_drain_and_its_bell_survive_the_loss_of_their_connections(run: Callable[..., None]) -> None:
    book = Book(enough=1)
    drain = Drain("rows", channel="rows", take=book.take, poll=NEVER)
    bell = Bell([drain])
    run(drain, bell)
    assert bell.is_listening.wait(PATIENCE)
    bell.is_listening.clear()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
    assert bell.is_listening.wait(PATIENCE)
    put(1)
    ring("rows")
    assert book.is_enough.wait(PATIENCE)


def test_stop_lets_the_row_in_hand_be_finished(run: Callable[..., None]) -> None:
    put(2)
    in_hand, may_go_on, done = threading.Event(), threading.Event(), []

    def take() -> int:
        with claim(Session.objects.order_by("pk")) as rows:
            in_hand.set()
            may_go_on.wait(PATIENCE)
            done.append(rows[0].pk)
            rows[0].delete()
        return 1

    drain = Drain("rows", channel="rows", take=take)
    run(drain)
    assert in_hand.wait(PATIENCE)
    drain.stop()
    may_go_on.set()
    drain.join(PATIENCE)
    assert done == ["00000"]
    assert list(Session.objects.values_list("pk", flat=True)) == ["00001"]


HOLD = """
import django, sys
django.setup()
from django.contrib.sessions.models import Session
from regulars.lib.drain import claim
with claim(Session.objects.all()) as rows:
    print(len(rows), flush=True)
    sys.stdin.read()
"""


def test_a_killed_process_lets_go_of_its_row() -> None:
    put(1)
    url = "postgresql://{USER}:{PASSWORD}@/{NAME}?host={HOST}&port={PORT}".format(**connection.settings_dict)
    environment = {"DJANGO_SETTINGS_MODULE": "regulars.config.settings", **os.environ, "DATABASE_URL": url}
    with subprocess.Popen([sys.executable, "-c", HOLD], stdin=-1, stdout=-1, text=True, env=environment) as holder:
        assert holder.stdout and holder.stdout.readline() == "1\n"
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '60s'")  # better to fail than to wait for the holder
        with claim(Session.objects.all()) as rows:
            assert rows == []
        holder.kill()
    connection.close()
    taken = Book(enough=1)
    drain = Drain("rows", channel="rows", take=taken.take, poll=0.05)
    drain.start()
    assert taken.is_enough.wait(PATIENCE)
    drain.stop()
    drain.join(PATIENCE)


def test_pauses_grow_and_stay_bearable() -> None:
    assert pause(1) <= 0.2
    assert 1.6 <= pause(5) <= 3.2
    assert pause(1000) <= 30.0
