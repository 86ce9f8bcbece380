"""A conversation opened by a program, without what follows from it: the worker rests meanwhile."""

import statistics
import time
from collections.abc import Iterator
from random import Random

import psycopg
from django.test import Client

from bench.asking import Visitor, listening, measured, nothing_happened
from bench.house import House
from bench.table import Measure
from regulars.conversations.models import Conversation
from regulars.lib.postgres import connection_facts
from seeds.bulk.words import bodies

_CONVERSATION = """
    INSERT INTO conversations_conversation (inbox_id, customer_id, channel, subject, status, priority, tags, snippet,
        last_position, inbound_position, is_ours_last, last_activity_at, created_at)
    VALUES (%s, %s, 'api', 'Floor', 'open', 0, '{}', '', 1, 1, false, now(), now()) RETURNING id
"""
_MESSAGE = """
    INSERT INTO conversations_message (conversation_id, position, kind, state, channel, author_name, author_address, subject,
        text, visible_text, html, recipients, is_automatic, is_stranger, at, created_at)
    VALUES (%s, 1, 'in', 'received', 'api', '', '', 'Floor', %s, %s, '', '{}', false, false, now(), now()) RETURNING id
"""
_WORDS = """
    INSERT INTO conversations_searchentry (message_id, conversation_id, week, at, words)
    VALUES (%s, %s, 0, now(), to_tsvector('regulars', %s))
"""


def measures(house: House) -> Iterator[Measure]:
    house.stop("worker")
    house.start("web")
    texts = [body.text for body in bodies() if body.kind == "in"]
    program = Visitor(house, is_program=True)
    yield measured(
        "create api",
        house,
        lambda number: program.post("/api/conversations", _letter(number, texts)),
        n=200,
        queries=_queries(house, texts),
        floor_ms=_floor(house, texts),
    )


def _letter(number: int, texts: list[str]) -> dict[str, object]:
    """Half of them from somebody new."""
    who = Random(number).randrange(400) if number % 2 else f"new{number}"
    return {
        "from": {"email": f"somebody{who}@bench.example", "name": f"Somebody {who}"},
        "subject": "A question",
        "text": texts[number % len(texts)],
    }


def _queries(house: House, texts: list[str]) -> int:
    client = Client(headers={"Authorization": f"Bearer {house.facts['token']}"})
    with nothing_happened(), listening() as heard:
        answer = client.post("/api/conversations", _letter(7001, texts), content_type="application/json")
        assert answer.status_code == 201, answer.content
    return len(heard)


def _floor(house: House, texts: list[str]) -> float:
    """Three rows, one transaction, one commit."""
    where = Conversation.objects.order_by("-pk").values_list("inbox_id", "customer_id").first()
    with psycopg.connect(**connection_facts()) as alone:
        times = []
        for number in range(200):
            began = time.perf_counter()
            (conversation,) = alone.execute(_CONVERSATION, where, prepare=True).fetchone()
            words = texts[number % len(texts)]
            (message,) = alone.execute(_MESSAGE, [conversation, words, words], prepare=True).fetchone()
            alone.execute(_WORDS, [message, conversation, words], prepare=True)
            alone.commit()
            times.append(time.perf_counter() - began)
    return statistics.median(times) * 1000
