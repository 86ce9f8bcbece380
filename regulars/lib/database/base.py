"""The database backend: Django's own, which reads moments in C."""

from __future__ import annotations

from datetime import datetime, tzinfo
from functools import lru_cache
from typing import Any

from django.db.backends.postgresql import base
from django.db.backends.postgresql.psycopg_any import BaseTzLoader, get_adapters_template
from psycopg.adapt import AdaptersMap


class DatabaseWrapper(base.DatabaseWrapper):
    """Fifty rows have five hundred moments, whose reading would cost as much as all else about the query."""

    def get_connection_params(self) -> dict[str, Any]:
        return {**super().get_connection_params(), "context": _adapters(self.timezone)}


@lru_cache
def _adapters(zone: tzinfo | None) -> AdaptersMap:
    class Moment(BaseTzLoader):
        """In UTC, as our sessions have it, Python reads a moment at once; what it cannot is left to psycopg, which says why."""

        timezone = zone

        def load(self, data: Any) -> datetime:
            written = str(data, "ascii")
            if written.endswith("+00"):
                try:
                    return datetime.fromisoformat(written).replace(tzinfo=zone)
                except ValueError:
                    pass
            return super().load(data)

    adapters = AdaptersMap(get_adapters_template(True, zone))
    adapters.register_loader("timestamptz", Moment)
    return adapters
