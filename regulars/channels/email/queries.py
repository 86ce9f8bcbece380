"""The lists of letters that pages show."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import BinaryField
from django.db.models.functions import Substr

from regulars.channels.email.mime.addresses import first_address
from regulars.channels.email.mime.header_block import read_header_block
from regulars.channels.email.models import InboundLetter

BEGINNING = 8192  # bytes of a letter in which its headers are looked for


class Entry(NamedTuple):
    """A line of the ledger: the letter, and what its headers say."""

    letter: InboundLetter
    author: str
    subject: str


def ledger(*, state: str = "", before: int | None = None, limit: int = 50) -> list[Entry]:
    """The newest letters that reached us, those in one state or all."""
    found = InboundLetter.objects.select_related("mailbox", "raw").defer("raw__content").order_by("-pk")
    found = found.filter(state=state) if state in InboundLetter.State.values else found
    found = found.filter(pk__lt=before) if before else found
    shown = found.annotate(beginning=Substr("raw__content", 1, BEGINNING, output_field=BinaryField()))[:limit]
    return [_entry(each) for each in shown]


def _entry(letter: InboundLetter) -> Entry:
    beginning = bytes(letter.beginning).lstrip(b"\r\n")
    headers, _ = read_header_block(beginning, 0, len(beginning))
    author = first_address(headers.text("from"))
    shown = (author.name or author.email) if author else letter.envelope_from
    return Entry(letter, shown, headers.decoded("subject"))
