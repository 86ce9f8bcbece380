"""A letter of the ledger, understood: what it says, who wrote it, which inbox it belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from regulars.channels.email import senders, threads
from regulars.channels.email.automatic import answers_at_once
from regulars.channels.email.directory import Directory
from regulars.channels.email.fingerprints import fingerprint
from regulars.channels.email.letter import Address, Kind, Letter
from regulars.channels.email.marks import Mark, marks_in
from regulars.channels.email.models import InboundLetter
from regulars.channels.email.parse_apart import parse_apart
from regulars.channels.email.routing import route
from regulars.channels.email.verdicts import Verdicts, verdicts_in
from regulars.conversations.incoming import File, Incoming
from regulars.customers.identities import loose_email
from regulars.customers.models import Customer
from regulars.team.models import Agent

CLOCKS_DIFFER = timedelta(days=1)
UNREADABLE = "[This letter could not be read. It is attached as it came: download it to open it with a mail program.]"
WITHHELD = (
    "[The mail server does not give this letter out: no more than its headers are here. It is still in the mailbox.]"
)


@dataclass(frozen=True, slots=True)
class Read:
    """The row, its letter, its author, and what mail servers thought of it."""

    row: InboundLetter
    letter: Letter
    author: Address
    original: bytes = b""  # when we did not understand all of it
    marks: Sequence[Mark] = ()
    verdicts: Verdicts | None = None

    @property
    def trust(self) -> str:
        """Whether it comes from whom it says, one word of Message.Trust; "" when nobody told us.

        Whoever stands in for us is not proven by what proves that it came from us.
        """
        found = self.verdicts.trust(self.letter.from_email) if self.verdicts else ""
        stands_in = found == "pass" and self.author.email != loose_email(self.letter.from_email)
        return "none" if stands_in else found

    @property
    def names(self) -> list[str]:
        """What nobody else may decide about at the same time: its author, its thread and itself."""
        own = [each for each in (self.author.email, self.letter.message_id) if each]
        return [*own, *threads.ids_of(self.letter), str(self.row.fingerprint)]


def read(row: InboundLetter, content: bytes, directory: Directory) -> Read:
    """Understand a letter and note in its row what identifies it."""
    letter = parse_apart(content)
    row.external_id, row.fingerprint, row.error = letter.message_id[:998], fingerprint(letter, content), letter.error
    chosen = row.inbox_id if row.is_released else None  # by whoever let it in
    row.inbox_id = route(row, letter, directory) or chosen
    author = senders.author_of(letter, row, directory)
    row.sender, row.sender_name, row.subject = author.email[:320], author.name[:200], letter.subject[:500]
    marks = marks_in(content)
    verdicts = verdicts_in(marks, row.mailbox)
    row.verdicts = verdicts and verdicts.facts()
    return Read(row, letter, author, content if letter.error else b"", marks, verdicts)


def incoming(reading: Read, *, customer: Customer | None, directory: Directory, agent: Agent | None = None) -> Incoming:
    """The letter as conversations take it; `agent` is who of us passed it on."""
    letter, author = reading.letter, reading.author
    return Incoming(
        channel="email",
        customer=customer,
        agent=agent,
        author_name=author.name,
        author_address=author.email,
        subject=letter.subject,
        text=letter.text or _why_so_little(reading),
        visible_text=letter.visible_text or _why_so_little(reading),
        html=letter.html,
        recipients=senders.recipients_of(letter, author, directory),
        files=files_of(reading),
        at=plausible(letter.date),
        is_automatic=customer is None or _is_automatic(reading, directory),
        away_until=letter.away_until,
        trust=reading.trust,
        trust_detail=reading.verdicts.words if reading.verdicts else "",
    )


def files_of(reading: Read) -> tuple[File, ...]:
    """What is attached; and the whole letter where we could not read all of it."""
    original = [original_file(reading.original)] if reading.original else []
    attached = [
        File(
            name=each.name,
            content=each.content,
            content_type=each.content_type,
            content_id=each.content_id,
            is_inline=each.is_inline,
        )
        for each in reading.letter.attachments
    ]
    return (*attached, *original)


def original_file(content: bytes) -> File:
    return File(name="original.eml", content=content, content_type="message/rfc822")


def plausible(date: datetime | None) -> datetime | None:
    """When the sender says it was written, unless their clock is plainly wrong."""
    return date if date and date.year > 1980 and date < timezone.now() + CLOCKS_DIFFER else None


def _why_so_little(reading: Read) -> str:
    if reading.original:
        return UNREADABLE
    if reading.row.original_size is None:
        return ""
    if reading.row.is_withheld:
        return WITHHELD
    megabytes = reading.row.original_size / 1024 / 1024
    return (
        f"[This letter of {megabytes:.0f} MB is too large to be taken in: only its headers are here. "
        "The letter itself is still in the mailbox.]"
    )


def _is_automatic(reading: Read, directory: Directory) -> bool:
    """No person waits behind it; but people do write to a group that is itself an address of ours."""
    letter = reading.letter
    if letter.kind == Kind.LIST:
        return not directory.is_list(f"{letter.headers.get('list-id', '')} {letter.headers.get('list-post', '')}")
    return letter.kind != Kind.HUMAN or answers_at_once(letter, came_at=reading.row.received_at)
