"""A conversation opened by a program, without what follows from it: the worker rests meanwhile."""

import statistics
import time
from collections.abc import Iterator
from random import Random

import psycopg
from django.db.models import Model
from django.test import Client

from bench.asking import Visitor, listening, measured, nothing_happened
from bench.house import House
from bench.table import Measure
from regulars.conversations.models import Conversation, Message
from regulars.lib.postgres import connection_facts
from seeds.bulk.words import bodies


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
    """Three rows like those of the newest conversation, one transaction, one commit."""
    like = Message.objects.filter(position=1, client_key=None).order_by("-pk").first()
    conversation_row, message_row = copy_of(Conversation), copy_of(Message, conversation_id="%s")
    words = "INSERT INTO conversations_searchentry (message_id, conversation_id, week, at, words)"
    words += " VALUES (%s, %s, 0, now(), to_tsvector('regulars', %s))"
    with psycopg.connect(**connection_facts()) as alone:
        times = []
        for number in range(200):
            began = time.perf_counter()
            (conversation,) = alone.execute(conversation_row, [like.conversation_id], prepare=True).fetchone()
            (message,) = alone.execute(message_row, [conversation, like.pk], prepare=True).fetchone()
            alone.execute(words, [message, conversation, texts[number % len(texts)]], prepare=True)
            alone.commit()
            times.append(time.perf_counter() - began)
    return statistics.median(times) * 1000


def copy_of(model: type[Model], **changed: str) -> str:
    """A statement that writes a row like another one, except for these columns."""
    columns = [field.column for field in model._meta.concrete_fields if not field.primary_key]
    values = [changed.get(column, column) for column in columns]
    table = model._meta.db_table
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} FROM {table} WHERE id = %s RETURNING id"
    )
