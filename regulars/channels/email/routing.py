"""Into which of our inboxes a letter goes."""

from __future__ import annotations

from regulars.channels.email.directory import Directory, Ours
from regulars.channels.email.letter import Letter
from regulars.channels.email.models import InboundLetter
from regulars.channels.email.senders import addresses_of

COLLECTING = (InboundLetter.Source.IMAP, InboundLetter.Source.PROVIDER)


def route(row: InboundLetter, letter: Letter, directory: Directory) -> int | None:
    """The id of the inbox that takes this letter, or None when no mailbox of ours is left that it belongs to.

    By SMTP each mailbox was handed its own copy. A mailbox on an IMAP server, or at a provider, may also collect what was sent to addresses
    that forward to it: such a letter goes where its address belongs, and to each inbox that it names once.
    """
    own = row.mailbox.inbox_id if row.mailbox else None
    if own and row.source not in COLLECTING:
        return own
    named = directory.named_in(addresses_of(letter, row))
    inboxes = [each.inbox_id for each in named]
    chosen = own if own in inboxes or not inboxes else inboxes[0]
    if row.source == InboundLetter.Source.IMAP and row.uid is not None:
        _share(row, [each for each in named if each.inbox_id != chosen and not each.has_own_intake])
    return chosen


def _share(row: InboundLetter, others: list[Ours]) -> None:
    """A copy for each further inbox that the letter names and that would not get it otherwise."""
    copies = [
        InboundLetter(source=row.source, mailbox_id=each.mailbox_id, raw_id=row.raw_id, envelope_to=each.address)
        for each in {each.inbox_id: each for each in others}.values()
    ]
    InboundLetter.objects.bulk_create(copies, ignore_conflicts=True)
