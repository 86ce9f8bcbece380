"""Segments, told."""

from __future__ import annotations

from regulars.api.told.answers import Facts, time
from regulars.segments.models import Membership, Segment
from regulars.segments.queries import as_of


def segment(row: Segment) -> Facts:
    kept = ("name", "about", "kind", "conditions", "version", "size", "is_building")
    said = {name: getattr(row, name) for name in kept}
    return {"id": row.pk, **said, "built_at": time(row.built_at), "as_of": time(as_of())}


def segment_member(row: Membership) -> Facts:
    return {"customer": row.customer_id, "since": time(row.since), "until": time(row.until)}
