"""Writing in bulk."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from regulars.conversations.models import Conversation, Delivery, Inbox, Message, Participant, Read, SearchEntry
from regulars.customers.models import Customer, Identity, TimelineEvent
from regulars.team.models import Agent, Team
from seeds.bulk import people, words
from seeds.bulk.defaults import as_in_the_models
from seeds.bulk.indexes import laid_aside

BATCH = 2000  # conversations: their messages fit into memory
IN_BATCHES = 0.7  # of the time; the rest goes into indexes
SIZES = [size for size, share in enumerate((12, 22, 18, 14, 11, 8, 5, 4, 0, 4, 0, 2), start=1) for _ in range(share)]
MODELS = (Customer, Identity, TimelineEvent, Conversation, Message, Delivery, SearchEntry, Participant, Read)


@transaction.atomic
def load(count: int, *, inbox: Inbox, now: datetime, progress: Callable[[int, int], None]) -> None:
    """Write `count` conversations that happened in `inbox` during the three years before `now`."""
    facts = _facts(count, inbox, now)
    tables = [model._meta.db_table for model in MODELS]
    with (
        laid_aside(
            tables, progress=lambda share: progress(int(count * (IN_BATCHES + share * (1 - IN_BATCHES))), count)
        ),
        as_in_the_models(MODELS),
    ):
        _run("begin", facts)
        _copy_bodies()
        _run("crowd", facts)
        _run("plan", facts)
        for first in range(1, count + 1, BATCH):
            last = min(first + BATCH - 1, count)
            _run("lines", facts | {"first": first, "last": last})
            _run("batch", facts | {"first": first, "last": last})
            progress(int(last * IN_BATCHES), count)
        _run("end", facts)
        _go_on_from_here()


def tidy() -> None:
    """What PostgreSQL does by itself in time: know the new rows, and mark them as visible to all."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.in_atomic_block else "VACUUM (ANALYZE)")


def _facts(count: int, inbox: Inbox, now: datetime) -> dict[str, Any]:
    agents = list(Agent.objects.active())
    us = {"name": inbox.brand.name, "address": inbox.mailboxes.values_list("address", flat=True)[0], "is_ours": True}
    return {
        "count": count,
        "people": max(1, count // 5),
        "now": now,
        "inbox": inbox.pk,
        "to_us": json.dumps({"to": [us], "cc": []}),
        "customers": _newest(Customer),
        "conversations": _newest(Conversation),
        "messages": _newest(Message),
        "owner": agents[0].pk,
        "owner_name": agents[0].name,
        "agents": [agent.pk for agent in agents],
        "agent_names": [agent.name for agent in agents],
        "teams": list(Team.objects.order_by("pk").values_list("pk", flat=True)),
        "first_names": people.FIRST_NAMES.split(),
        "first_slugs": slug(people.FIRST_NAMES).split(),
        "last_names": people.LAST_NAMES.split(),
        "last_slugs": slug(people.LAST_NAMES).split(),
        "languages": list(people.LANGUAGES),
        "subjects": list(people.SUBJECTS),
        "tags": list(people.TAGS),
        "sizes": SIZES,
        "bodies": json.dumps(words.BODIES),
        "one_of_100": f" By the way, do you sell a {words.IN_ONE_OF_100}?",
        "one_of_5000": f" My aunt still uses an {words.IN_ONE_OF_5000}.",
    }


def _newest(model: type) -> int:
    newest = model.objects.order_by("-pk").values_list("pk", flat=True).first()  # type: ignore[attr-defined]
    return newest or 0


def slug(names: str) -> str:
    """Names as they stand in addresses."""
    plain = unicodedata.normalize("NFKD", names.replace("ø", "o").replace("ł", "l"))
    return "".join(letter for letter in plain if letter.isascii()).lower()


def _copy_bodies() -> None:
    with connection.cursor() as cursor:
        with cursor.copy("COPY bodies (kind, number, text) FROM STDIN") as copy:
            for body in words.bodies():
                copy.write_row(body)
        cursor.execute("UPDATE bodies SET words = to_tsvector('regulars', text)")
        cursor.execute("ANALYZE bodies")


def _run(name: str, facts: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        for statement in (Path(__file__).parent / f"{name}.sql").read_text().split(";\n"):
            if statement.strip():
                cursor.execute(statement, facts)


def _go_on_from_here() -> None:
    """Let the next rows have the next numbers."""
    with connection.cursor() as cursor:
        for model in (Customer, Conversation, Message):
            table = model._meta.db_table
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")
