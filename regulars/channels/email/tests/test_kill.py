"""The short form of bench/chaos: a worker is killed at bad moments, and nothing is lost or doubled."""

from __future__ import annotations

import os
import smtplib
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from psycopg.conninfo import make_conninfo

from bench.house import free_port
from regulars.channels.email.models import InboundLetter
from regulars.channels.email.tests.conftest import a_letter, a_mailbox, keep
from regulars.channels.email.tests.peers import Sink
from regulars.conversations.actions.reply import reply
from regulars.conversations.models import Conversation, Delivery, Message
from regulars.team.models import Agent
from tests.waiting import PATIENCE, wait_until

WORK = "import django, sys; django.setup(); from regulars.config.worker import main; sys.exit(main())"
LETTERS, REPLIES = 60, 20


@contextmanager
def worker(port: int) -> Iterator[subprocess.Popen[bytes]]:
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    facts = {name: str(value) for name, ours in names.items() if (value := connection.settings_dict[ours])}
    env = {**os.environ, "DATABASE_URL": make_conninfo(**facts), "REGULARS_SMTP_PORT": str(port)}
    process = subprocess.Popen([sys.executable, "-c", WORK], env=env, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def send_until_taken(port: int, letters: list[bytes], taken: list[bytes]) -> None:
    """What a mail server does: each letter again and again until somebody answers 250."""
    for letter in letters:
        while True:
            try:
                with smtplib.SMTP("127.0.0.1", port, timeout=PATIENCE) as server:
                    server.sendmail("ada@example.com", ["hello@coffee.example"], letter)
                    break
            except (smtplib.SMTPException, OSError):
                threading.Event().wait(0.05)
        taken.append(letter)


def test_a_worker_killed_again_and_again_loses_nothing_and_doubles_nothing(
    transactional_db: None, grace: Agent
) -> None:
    port, sink = free_port(), Sink(free_port())
    sink.start()
    mailbox = a_mailbox("hello@coffee.example", smtp_host="127.0.0.1", smtp_port=sink.port, smtp_security="none")
    keep(a_letter("the first", message_id="<first@example.com>"), mailbox)
    letters = [a_letter(f"letter {number}", subject=f"Matter {number}") for number in range(LETTERS)]
    taken: list[bytes] = []
    sender = threading.Thread(target=send_until_taken, args=[port, letters, taken])
    sender.start()
    with worker(port):
        wait_until(lambda: Conversation.objects.exists())
        for number in range(REPLIES):
            reply(Conversation.objects.earliest("pk"), by=grace, text=f"answer {number}")
        wait_until(lambda: len(taken) >= 10 and sink.letters)
    with worker(port):
        wait_until(lambda: len(taken) >= 30)
    with worker(port):
        sender.join(PATIENCE)
        wait_until(lambda: not InboundLetter.objects.filter(state="received").exists())
        wait_until(lambda: not Delivery.objects.filter(state="waiting").exists())
    sink.stop()
    texts = sorted(Message.objects.filter(kind="in").values_list("visible_text", flat=True))
    assert texts == sorted(["the first", *(f"letter {number}" for number in range(LETTERS))])
    assert not Delivery.objects.exclude(state="done").exists()
    assert len({raw for _, raw in sink.letters}) == REPLIES
