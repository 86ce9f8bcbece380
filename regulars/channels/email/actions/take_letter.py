from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from regulars.channels.email import senders, threads, tokens
from regulars.channels.email.directory import Directory
from regulars.channels.email.fingerprints import fingerprint
from regulars.channels.email.letter import Address, Kind, Letter
from regulars.channels.email.models import InboundLetter
from regulars.channels.email.models.thread_alias import remember_ids
from regulars.channels.email.parse import parse
from regulars.channels.email.routing import route
from regulars.conversations.actions.receive import receive
from regulars.conversations.incoming import File, Incoming
from regulars.conversations.models import Conversation, Inbox

State = InboundLetter.State
CLOCKS_DIFFER = timedelta(days=1)


def take_letter(row: InboundLetter) -> None:
    """Read a letter of the ledger, find where it belongs, and put it there. Belongs into a transaction of its own."""
    content = bytes(row.raw.content)
    letter = parse(content)
    directory = Directory.load()
    row.external_id, row.fingerprint, row.error = letter.message_id[:998], fingerprint(letter, content), letter.error
    threads.hold([*filter(None, [letter.message_id]), *threads.ids_of(letter), str(row.fingerprint)])
    row.inbox_id = route(row, letter, directory)
    author = senders.author_of(letter, row, directory)
    if row.inbox_id is None:
        return _settle(row, State.QUARANTINED, reason="no mailbox is left that it belongs to")
    if twin := _twin(row):
        row.conversation_id, row.message_id = twin.conversation_id, twin.message_id
        return _settle(row, State.DONE, reason="came before, by another path")
    if is_signed_by_us(letter):
        return _settle(row, State.DONE, reason="a letter of ours that came back")
    if directory.find(author.email) and not row.is_released:
        return _settle(row, State.QUARANTINED, reason="claims to come from an address of ours")
    _receive(row, letter, author, directory)
    return _settle(row, State.DONE)


def _receive(row: InboundLetter, letter: Letter, author: Address, directory: Directory) -> None:
    conversation = Conversation.objects.filter(pk=row.conversation_id).first() if row.conversation_id else None
    conversation = conversation or threads.conversation_of(
        letter, inbox_id=row.inbox_id, sender=author.email, addresses=senders.addresses_of(letter, row)
    )
    incoming = _incoming(row, letter, author, directory)
    message = receive(incoming, inbox=Inbox(pk=row.inbox_id), conversation=conversation)
    remember_ids(message.conversation_id, own=letter.message_id, mentioned=threads.ids_of(letter))
    row.conversation_id, row.message_id = message.conversation_id, message.pk


def _incoming(row: InboundLetter, letter: Letter, author: Address, directory: Directory) -> Incoming:
    return Incoming(
        channel="email",
        customer=senders.customer_of(author),
        author_name=author.name,
        author_address=author.email,
        subject=letter.subject,
        text=letter.text or _why_so_little(row),
        visible_text=letter.visible_text or _why_so_little(row),
        html=letter.html,
        recipients=senders.recipients_of(letter, author, directory),
        files=tuple(
            File(
                name=each.name,
                content=each.content,
                content_type=each.content_type,
                content_id=each.content_id,
                is_inline=each.is_inline,
            )
            for each in letter.attachments
        ),
        at=_plausible(letter.date),
        is_automatic=_is_automatic(letter, directory),
    )


def _why_so_little(row: InboundLetter) -> str:
    if row.original_size is None:
        return ""
    return (
        f"[This letter of {row.original_size / 1024 / 1024:.0f} MB is too large to be taken in: only its headers are here. "
        "The letter itself is still in the mailbox.]"
    )


def _is_automatic(letter: Letter, directory: Directory) -> bool:
    """No person waits behind it; but people do write to a group that is itself an address of ours."""
    if letter.kind == Kind.LIST:
        return not directory.is_list(f"{letter.headers.get('list-id', '')} {letter.headers.get('list-post', '')}")
    return letter.kind != Kind.HUMAN


def _plausible(date: datetime | None) -> datetime | None:
    """When the sender says it was written, unless their clock is plainly wrong."""
    return date if date and date.year > 1980 and date < timezone.now() + CLOCKS_DIFFER else None


def _twin(row: InboundLetter) -> InboundLetter | None:
    """The same letter in the same inbox, taken before."""
    same = InboundLetter.objects.filter(fingerprint=row.fingerprint, inbox=row.inbox_id, message_id__isnull=False)
    return same.exclude(pk=row.pk).order_by("pk").first()


def is_signed_by_us(letter: Letter) -> bool:
    """Whether it carries a Message-ID that only we can make: it left from here, and must not answer itself."""
    return tokens.message_in(letter.message_id, key=threads.signing_key()) is not None


def _settle(row: InboundLetter, state: str, *, reason: str = "") -> None:
    row.state, row.reason = state, reason
    row.save(
        update_fields=[
            "state", "reason", "error", "external_id", "fingerprint", "inbox", "conversation_id", "message_id"
        ]
    )  # fmt: skip
