"""What mail servers and mail programs report about a letter of ours, recipient by recipient: RFC 3464, RFC 8098, or prose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from regulars.channels.email.kinds.delivery_status import (
    action_of,
    address_in,
    addresses_of,
    reason_of,
    recipients_fields,
    status_of,
)
from regulars.channels.email.kinds.lasting import is_hard, is_tried_further
from regulars.channels.email.kinds.prose import ADDRESS, above_the_copy
from regulars.channels.email.letter import Kind, Letter
from regulars.channels.email.mime.header_block import HeaderBlock, read_header_block
from regulars.channels.email.mime.message_ids import message_ids_in
from regulars.channels.email.mime.parts import Part, tree
from regulars.conversations.models import Outcome
from regulars.customers.identities import loose_email

State = Outcome.State
REPORTS = (Kind.BOUNCE, Kind.RECEIPT)
ACTIONS = {"failed": State.FAILED, "delayed": State.DELAYED, "delivered": State.DELIVERED, "relayed": State.DELIVERED}
ACTIONS |= {"expanded": State.DELIVERED}
MOST = 50  # recipients that one report is believed to know of


@dataclass(frozen=True, slots=True)
class Told:
    """What became of the letter at one recipient. `addresses`: how we wrote it, where it was sent on to; none if it does not say."""

    addresses: tuple[str, ...]
    state: str
    status: str = ""
    reason: str = ""
    is_hard: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """The ids that it gives for the letter it is about, the surest first, and what it tells."""

    ids: tuple[str, ...]
    told: tuple[Told, ...]


def report_in(letter: Letter, content: bytes) -> Report:
    """The report that a bounce or a receipt is. `content` are its bytes."""
    parts = tree(content).walk()
    told = [*_by_servers(parts), *_by_programs(parts)] or list(_in_prose(letter))
    first = [letter.bounce.original_message_id] if letter.bounce else []
    named = [*first, *_originals(parts), *reversed(letter.in_reply_to), *reversed(letter.references)]
    return Report(tuple(dict.fromkeys(filter(None, named))), tuple(told[:MOST]))


def _by_servers(parts: Iterable[Part]) -> Iterator[Told]:
    for fields in recipients_fields(parts):
        state, status, reason = ACTIONS[action_of(fields)], status_of(fields), reason_of(fields)
        lasts = state == State.FAILED and is_hard(status, reason)
        yield Told(_distinct(addresses_of(fields)), state, status, reason, lasts)


def _by_programs(parts: Iterable[Part]) -> Iterator[Told]:
    """RFC 8098: somebody saw the letter, or a program did something with it."""
    for part in parts:
        if part.content_type == "message/disposition-notification":
            fields = _fields(part)
            done = fields.text("disposition").lower().rpartition(";")[2]
            if not any(word in done for word in ("denied", "failed", "error")):
                named = [address_in(fields.text(name)) for name in ("original-recipient", "final-recipient")]
                yield Told(_distinct(named), State.READ if "displayed" in done else State.DELIVERED)


def _in_prose(letter: Letter) -> Iterator[Told]:
    """Older servers name those whom they could not reach, and older programs nobody: the sender has read it."""
    if letter.bounce is None:
        yield Told((loose_email(letter.from_email),), State.READ)
        return
    bounce, prose = letter.bounce, above_the_copy(letter.text)
    state = State.DELAYED if is_tried_further(prose) and not bounce.is_hard else State.FAILED
    named = dict.fromkeys(loose_email(each) for each in (*bounce.recipients, *ADDRESS.findall(prose[:10_000])))
    for address in named or ("",):
        yield Told((address,) if address else (), state, bounce.status, bounce.reason, bounce.is_hard)


def _distinct(named: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(loose_email(each) for each in named if each))


def _originals(parts: Iterable[Part]) -> list[str]:
    reports = [_fields(part) for part in parts if part.content_type == "message/disposition-notification"]
    return [each for fields in reports for each in message_ids_in(fields.text("original-message-id"))]


def _fields(part: Part) -> HeaderBlock:
    content = part.content[: 64 * 1024].lstrip(b"\r\n")
    return read_header_block(content, 0, len(content))[0]
