"""Bytes first: a letter is kept before anything else happens to it, and before whoever brought it is told that we have it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection, transaction

from regulars.channels.email.models import InboundLetter, RawLetter
from regulars.lib.texts import storable

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
    original_size: int | None = None  # bytes, when `content` is no more than the headers of a letter too large to keep


@transaction.atomic
def keep(arrivals: Sequence[Arrival]) -> None:
    """Write letters into the ledger, to be taken from there. One that is known (the same bytes, the same mailbox) is not again."""
    rows = [_row(each) for each in arrivals]
    raws = {row.raw_id: each.content for row, each in zip(rows, arrivals, strict=True)}
    # Everybody who keeps several letters locks them in one order, so that nobody waits in a circle; they are taken as they came.
    RawLetter.objects.bulk_create(
        [RawLetter(sha256=name, content=raws[name], size=len(raws[name])) for name in sorted(raws)],
        ignore_conflicts=True,
    )
    rows.sort(key=lambda row: (row.raw_id, row.mailbox_id or 0))
    InboundLetter.objects.bulk_create(rows, ignore_conflicts=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('letters', '')")


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
    )
