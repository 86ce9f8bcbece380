"""How often somebody may ask, of whichever process."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from regulars.team.pace import Pace


def test_somebody_may_ask_a_few_times_at_once_and_then_waits(db):
    pace = Pace("knocking", per_second=1 / 100, burst=3)
    assert [pace.wait("ada") for _each in range(3)] == [0, 0, 0]
    assert 0 < pace.wait("ada") <= 100 and pace.wait("ben") == 0
    assert Pace("another", per_second=1, burst=1).wait("ada") == 0
    with connection.cursor() as cursor:
        cursor.execute("UPDATE team_pace SET until = until - interval '100 seconds'")
    assert pace.wait("ada") == 0 < pace.wait("ada")


def test_what_counts_no_more_is_forgotten_and_who_asked_stands_nowhere(db):
    pace = Pace("knocking", per_second=1, burst=1)
    pace.wait("ada@moreau.example")
    with connection.cursor() as cursor:
        cursor.execute("SELECT asker FROM team_pace")
        assert "ada" not in cursor.fetchone()[0]
        cursor.execute("UPDATE team_pace SET until = until - interval '2 seconds'")
        pace.wait("ben")
        cursor.execute("SELECT count(*) FROM team_pace")
        assert cursor.fetchone()[0] == 1


@pytest.mark.django_db(transaction=True)
def test_several_who_ask_at_the_same_moment_are_counted_each():
    pace, passed = Pace("knocking", per_second=1 / 1000, burst=5), []

    def ask() -> None:
        passed.extend(pace.wait("ada") == 0 for _each in range(4))
        connection.close()

    threads = [threading.Thread(target=ask) for _each in range(4)]
    for step in (threading.Thread.start, threading.Thread.join):
        for each in threads:
            step(each)
    assert passed.count(True) == 5
