"""Instants come out of the database by C: psycopg reads those of Django in Python, which for a list costs as much as the rest."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db.backends.postgresql.psycopg_any import BaseTzLoader, get_adapters_template


class Instant(BaseTzLoader):
    """In UTC, as our sessions have it, it is read at once; what Python cannot hold is left to psycopg, which says why."""

    timezone = UTC

    def load(self, data: Any) -> datetime:
        written = str(data, "ascii")
        if written.endswith("+00"):
            try:
                return datetime.fromisoformat(written)
            except ValueError:
                pass
        return super().load(data)


def read_quickly() -> None:
    """From now on, on every connection that Django makes."""
    get_adapters_template(True, UTC).register_loader("timestamptz", Instant)
