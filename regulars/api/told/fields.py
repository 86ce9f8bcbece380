"""A field of the house's own."""

from __future__ import annotations

from regulars.api.told.answers import Facts
from regulars.customers.models import CustomField


def field(row: CustomField) -> Facts:
    kept = (
        "about",
        "key",
        "label",
        "kind",
        "help",
        "unit",
        "choices",
        "default",
        "is_required",
        "is_public",
        "is_indexed",
    )
    return {"id": row.pk, **{name: getattr(row, name) for name in kept}, "is_retired": row.retired_at is not None}
