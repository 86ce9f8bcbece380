"""Telling open pages that something changed."""

import json
from typing import Any

from django.db import connection

CHANNEL = "live"
LARGEST_PAYLOAD = 7999  # bytes; PostgreSQL refuses 8000


def end_streams(agent: int) -> None:
    """End every stream of this agent when the current transaction commits. Pages that may come back do so at once."""
    _notify(json.dumps({"ended": agent}))


def tell(payload: dict[str, Any]) -> None:
    """Tell open pages, when the current transaction commits: `{"kind": …, "topics": ["conversation:42", …]}`.

    Says what changed, never what it says. Too many topics for one notice become the topic `all`: everybody looks.
    """
    text = json.dumps(payload, separators=(",", ":"))
    if len(text.encode()) > LARGEST_PAYLOAD:
        text = json.dumps({**payload, "topics": ["all"]}, separators=(",", ":"))
    _notify(text)


def _notify(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, text])
