"""Segments, told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from regulars.api.told.answers import Facts, time
from regulars.segments.models import Membership, Segment
from regulars.segments.queries import as_of


def segments(rows: Iterable[Segment]) -> list[Facts]:
    until = as_of()
    return [segment(row, until=until) for row in rows]


def segment(row: Segment, *, until: datetime | None = None) -> Facts:
    kept = ("name", "about", "kind", "conditions", "version", "size", "is_building")
    said = {name: getattr(row, name) for name in kept}
    return {"id": row.pk, **said, "built_at": time(row.built_at), "as_of": time(until or as_of())}


def segment_member(row: Membership) -> Facts:
    return {"customer": row.customer_id, "since": time(row.since), "until": time(row.until)}
