import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from regulars.live.models import Heartbeat
from tests.waiting import PATIENCE, wait_until

pytestmark = pytest.mark.django_db(transaction=True)

WORK = """
import sys
import django
django.setup()
from regulars.config import worker
worker.QUEUES = (worker.Queue("coffees", "regulars.config.tests.worker_parts.pour", threads=2),)
worker.LISTENERS = tuple(f"regulars.config.tests.worker_parts.{name}" for name in sys.argv[1:])
sys.exit(worker.main())
"""


@contextmanager
def working(*listeners: str) -> Iterator[subprocess.Popen[bytes]]:
    url = "postgresql://{USER}:{PASSWORD}@/{NAME}?host={HOST}&port={PORT}".format(**connection.settings_dict)
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "regulars.config.settings", "DATABASE_URL": url}
    with subprocess.Popen([sys.executable, "-c", WORK, *listeners], env=environment) as process:
        yield process
        process.kill()


def wait_for_a_beat() -> Heartbeat:
    wait_until(Heartbeat.objects.filter(name="worker").exists)
    return Heartbeat.objects.get(name="worker")


@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGINT])
def test_the_worker_beats_and_stops_when_told(name: signal.Signals) -> None:
    with working("listen") as process:
        assert wait_for_a_beat().facts == {"pid": process.pid, "failing": []}
        process.send_signal(name)
        assert process.wait(PATIENCE) == 0


def test_the_worker_stops_even_when_a_part_does_not() -> None:
    with working("oversleep") as process:
        wait_for_a_beat()
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0


def test_a_part_that_dies_ends_the_worker_so_that_it_is_started_anew() -> None:
    with working("listen", "die") as process:
        assert process.wait(PATIENCE) == 1
