"""A customer, and what is known about them."""

from __future__ import annotations

from regulars.api.told.answers import Facts, time
from regulars.customers.likeness import because
from regulars.customers.models import Consent, Customer, CustomerNote, Identity, Likeness
from regulars.customers.telling import Line


def customer(row: Customer) -> Facts:
    """`row` with its identities and its company at hand."""
    identities = list(row.identities.all())
    return {
        "id": row.pk,
        "name": row.name,
        "email": next((each.value for each in identities if each.kind == Identity.Kind.EMAIL), ""),
        "phone": next((each.value for each in identities if each.kind == Identity.Kind.PHONE), ""),
        "identities": [identity(each) for each in identities],
        "company": row.company and {"id": row.company.pk, "name": row.company.name},
        "language": row.language,
        "time_zone": row.time_zone,
        "away_until": row.away_until and row.away_until.isoformat(),
        "attributes": row.attributes,
        "created_at": time(row.created_at),
    }


def identity(row: Identity) -> Facts:
    return {"id": row.pk, "kind": row.kind, "value": row.value, "is_primary": row.is_primary}


def note(row: CustomerNote) -> Facts:
    return {"id": row.pk, "text": row.text, "agent": row.agent_id, "is_pinned": row.is_pinned, "at": time(row.at)}


def consent(row: Consent) -> Facts:
    kept = {name: getattr(row, name) for name in ("channel", "purpose", "state", "source", "text_version")}
    return kept | {"at": time(row.at)}


def likeness(row: Likeness, customer: Customer) -> Facts:
    """Whom this customer may be as well."""
    other = row.second if row.first_id == customer.pk else row.first
    return {"customer": {"id": other.pk, "name": other.name}, "score": row.score, "because": because(row)}


def line(row: Line) -> Facts:
    return {
        "id": row.id,
        "kind": row.kind,
        "sentence": row.sentence,
        "about": row.about,
        "because": row.because,
        "at": time(row.at),
    }
