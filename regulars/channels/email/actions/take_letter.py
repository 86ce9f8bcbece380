from __future__ import annotations

from regulars.channels.email import senders, threads, tokens
from regulars.channels.email.directory import Directory
from regulars.channels.email.ledger import Twins
from regulars.channels.email.letter import Letter
from regulars.channels.email.models import InboundLetter
from regulars.channels.email.models.thread_alias import remember_ids
from regulars.channels.email.reading import Read, incoming
from regulars.conversations.actions.receive import receive
from regulars.conversations.models import Conversation, Inbox

State = InboundLetter.State


def take_letter(reading: Read, *, directory: Directory, earlier: Twins) -> None:
    """Put a letter where it belongs, or say why not. `earlier` are letters that came before, this one afterwards among them.

    The row is changed, not saved. Belongs into a transaction that holds the letter's names (see `threads.hold`).
    """
    row = reading.row
    row.state, row.reason = _verdict(reading, directory, earlier.get((row.inbox_id, row.fingerprint)))
    if row.state == State.RECEIVED:
        _receive(reading, directory)
        row.state, row.reason = (State.FAILED, "could not be read") if reading.original else (State.DONE, "")
        earlier[row.inbox_id, row.fingerprint] = row


def _verdict(reading: Read, directory: Directory, twin: InboundLetter | None) -> tuple[str, str]:
    """Where the letter goes; it stays received when nothing speaks against it."""
    row = reading.row
    if row.inbox_id is None:
        return State.QUARANTINED, "no mailbox is left that it belongs to"
    if twin is not None:
        row.conversation_id, row.message_id = twin.conversation_id, twin.message_id
        return State.DONE, "came before, by another path"
    if _is_signed_by_us(reading.letter):
        return State.DONE, "a letter of ours that came back"
    if directory.find(reading.author.email) and not row.is_released:
        return State.QUARANTINED, "claims to come from an address of ours"
    return State.RECEIVED, ""


def _is_signed_by_us(letter: Letter) -> bool:
    """Whether it carries a Message-ID that only we can make: it left from here, and must not answer itself."""
    return tokens.message_in(letter.message_id, key=threads.signing_key()) is not None


def _receive(reading: Read, directory: Directory) -> None:
    row, letter, author = reading.row, reading.letter, reading.author
    conversation = _opened_unread(row) or threads.conversation_of(
        letter, inbox_id=row.inbox_id, sender=author.email, addresses=senders.addresses_of(letter, row)
    )
    message = receive(
        incoming(reading, customer=senders.customer_of(author), directory=directory),
        inbox=Inbox(pk=row.inbox_id),
        conversation=conversation,
    )
    remember_ids(message.conversation_id, own=letter.message_id, mentioned=threads.ids_of(letter))
    row.conversation_id, row.message_id = message.conversation_id, message.pk


def _opened_unread(row: InboundLetter) -> Conversation | None:
    """The conversation that was opened for this letter when it could not be read."""
    return Conversation.objects.filter(pk=row.conversation_id).first() if row.conversation_id else None
