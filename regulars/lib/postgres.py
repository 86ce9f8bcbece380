"""A connection to the product's database beside Django's, for those who sit and listen."""

from typing import Any

from django.db import connections

# A peer that vanished without a goodbye is noticed within about half a minute.
KEEPALIVES = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 20_000}


def connection_facts() -> dict[str, Any]:
    """What `psycopg.connect` needs to reach the same database as Django."""
    facts = connections["default"].get_connection_params()
    for django_only in ("cursor_factory", "context"):
        facts.pop(django_only, None)
    return {"connect_timeout": 5, **KEEPALIVES, **facts}
