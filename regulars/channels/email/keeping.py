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
    named = sorted(((hashlib.sha256(each.content).hexdigest(), each) for each in arrivals), key=_order)
    raws = {name: RawLetter(sha256=name, content=each.content, size=len(each.content)) for name, each in named}
    RawLetter.objects.bulk_create(raws.values(), ignore_conflicts=True)
    InboundLetter.objects.bulk_create([_row(name, each) for name, each in named], ignore_conflicts=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('letters', '')")


def _order(named: tuple[str, Arrival]) -> tuple[str, int]:
    """Everybody who keeps several letters locks them in one order, so that nobody waits in a circle."""
    return named[0], named[1].mailbox_id or 0


def _row(sha256: str, arrival: Arrival) -> InboundLetter:
    return InboundLetter(
        raw_id=sha256,
        source=arrival.source,
        mailbox_id=arrival.mailbox_id,
        envelope_from=storable(arrival.envelope_from)[:998],
        envelope_to=storable(arrival.envelope_to)[:998],
        folder=arrival.folder,
        uidvalidity=arrival.uidvalidity,
        uid=arrival.uid,
        original_size=arrival.original_size,
    )
