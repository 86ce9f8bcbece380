"""Looking letters up in the ledger and writing down what became of them, many at a time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from regulars.channels.email.models import InboundLetter

Twins = dict[tuple[int | None, UUID | None], InboundLetter]

COLUMNS = {
    "state": "text",
    "reason": "text",
    "detail": "text",
    "error": "text",
    "sender": "text",
    "sender_name": "text",
    "subject": "text",
    "verdicts": "jsonb",
    "external_id": "text",
    "fingerprint": "uuid",
    "inbox_id": "bigint",
    "conversation_id": "bigint",
    "message_id": "bigint",
}
_SETTLE = f"""
    UPDATE email_inboundletter SET {", ".join(f"{name} = done.{name}" for name in COLUMNS)}
    FROM unnest(%s::bigint[], {", ".join(f"%s::{kind}[]" for kind in COLUMNS.values())}) AS done (id, {", ".join(COLUMNS)})
    WHERE email_inboundletter.id = done.id
"""


def twins(letters: Sequence[InboundLetter]) -> Twins:
    """The letters that came before with the fingerprint of one of these, by inbox and fingerprint."""
    same = InboundLetter.objects.filter(
        fingerprint__in={each.fingerprint for each in letters}, message_id__isnull=False
    )
    found = same.exclude(pk__in=[each.pk for each in letters]).order_by("-pk")
    return {(each.inbox_id, each.fingerprint): each for each in found}


def settle(letters: Sequence[InboundLetter]) -> None:
    """Write down what became of letters that this transaction holds."""
    with connection.cursor() as cursor:
        cursor.execute(_SETTLE, [[_written(each, name) for each in letters] for name in ("pk", *COLUMNS)])


def _written(letter: InboundLetter, name: str) -> object:
    value = getattr(letter, name)
    return json.dumps(value) if name == "verdicts" and value is not None else value
