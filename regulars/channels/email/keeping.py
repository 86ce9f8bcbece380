"""Bytes first: a letter is kept before anything else happens to it, and before whoever brought it is told that we have it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import connection, transaction

from regulars.channels.email.models import InboundLetter
from regulars.lib.texts import storable

_KEEP = """
    INSERT INTO email_rawletter (sha256, content, size)
    SELECT * FROM unnest(%s::text[], %s::bytea[], %s::bigint[])
    ON CONFLICT (sha256) DO UPDATE SET content = excluded.content WHERE octet_length(email_rawletter.content) = 0
"""
LARGEST = 50 * 1024 * 1024  # bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Arrival:
    """A letter on our doorstep: its bytes, and what is known without reading them."""

    content: bytes
    source: str  # of InboundLetter.Source
    mailbox_id: int | None
    envelope_from: str = ""
    envelope_to: str = ""
    folder: str = ""
    uidvalidity: int | None = None
    uid: int | None = None
    is_rebuilt: bool = False  # the provider gave no bytes: these are made from what it told
    # Bytes, when `content` is no more than the headers of a letter too large to keep; 0 of one that a server does not give out.
    original_size: int | None = None


@transaction.atomic
def keep(arrivals: Sequence[Arrival]) -> None:
    """Write letters into the ledger, to be taken from there. One that is known (the same bytes, the same mailbox) is not again."""
    rows = [_row(each) for each in arrivals]
    raws = {row.raw_id: each.content for row, each in zip(rows, arrivals, strict=True)}
    # Everybody who keeps several letters locks them in one order, so that nobody waits in a circle; they are taken as they came.
    keep_bytes(raws)
    rows.sort(key=lambda row: (row.raw_id, row.mailbox_id or 0))
    InboundLetter.objects.bulk_create(rows, ignore_conflicts=True)
    wake_intake()


def wake_intake() -> None:
    """Tell whoever takes letters that there are some, when this transaction commits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('letters', '')")


def keep_bytes(contents: Mapping[str, bytes]) -> None:
    """Keep letters by their SHA-256, each once. One that was deleted, and comes again for somebody else, is there again."""
    names = sorted(contents)
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [names, [contents[name] for name in names], [len(contents[name]) for name in names]])


def _row(arrival: Arrival) -> InboundLetter:
    return InboundLetter(
        raw_id=hashlib.sha256(arrival.content).hexdigest(),
        source=arrival.source,
        mailbox_id=arrival.mailbox_id,
        envelope_from=storable(arrival.envelope_from)[:998],
        envelope_to=storable(arrival.envelope_to)[:998],
        folder=arrival.folder,
        uidvalidity=arrival.uidvalidity,
        uid=arrival.uid,
        original_size=arrival.original_size,
        is_rebuilt=arrival.is_rebuilt,
    )
