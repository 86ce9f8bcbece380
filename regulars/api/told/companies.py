"""A company."""

from __future__ import annotations

from regulars.api.told.answers import Facts, time
from regulars.customers.models import Company


def company(row: Company) -> Facts:
    """`row` with its domains at hand."""
    kept = {"id": row.pk, "name": row.name, "domains": [each.domain for each in row.domains.all()], "notes": row.notes}
    return kept | {"attributes": row.attributes, "created_at": time(row.created_at)}
