import http.client

import pytest
from django.db import connection
from django.test import Client

from regulars.live.models import Heartbeat, beat
from regulars.live.views import health

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("regulars.live.urls")]


def test_well_when_the_worker_beat_a_moment_ago(client: Client) -> None:
    beat("worker", pid=1)
    answer = client.get("/health")
    assert (answer.status_code, answer.json()) == (
        200,
        {"status": "well", "web": "well", "database": "well", "worker": "well", "alarms": []},
    )


def test_unwell_when_the_worker_never_ran_or_fell_silent(client: Client) -> None:
    assert client.get("/health").json()["worker"] == "has never run"
    beat("worker")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE live_heartbeat SET at = now() - interval '43 seconds'")
    answer = client.get("/health")
    assert (answer.status_code, answer.json()["worker"]) == (503, "silent for 43 seconds")


def test_unwell_when_the_database_does_not_answer(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere = {**health.connection_facts(), "host": "127.0.0.1", "port": 1}
    monkeypatch.setattr(health, "connection_facts", lambda: nowhere)
    answer = client.get("/health")
    assert (answer.status_code, answer.json()["database"]) == (503, "does not answer")


def test_a_second_beat_replaces_the_first() -> None:
    beat("worker", pid=1)
    first = Heartbeat.objects.get()
    beat("worker", pid=2)
    second = Heartbeat.objects.get()
    assert second.at > first.at
    assert second.facts == {"pid": 2}


def test_health_only_answers_questions(client: Client) -> None:
    assert client.post("/health").status_code == http.client.METHOD_NOT_ALLOWED
