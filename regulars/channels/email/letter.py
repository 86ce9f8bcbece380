"""A letter as it was understood: what `parse` returns, and everything that intake, the desk and search need of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date as Day
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """Who or what wrote a letter. Only humans reopen conversations, start clocks or are answered by machines."""

    HUMAN = "human"
    AUTO_REPLY = "auto_reply"
    OUT_OF_OFFICE = "out_of_office"
    LIST = "list"
    BULK = "bulk"
    BOUNCE = "bounce"
    FEEDBACK_LOOP = "feedback_loop"
    DMARC_REPORT = "dmarc_report"
    CALENDAR = "calendar"
    RECEIPT = "receipt"
    CHALLENGE = "challenge"


@dataclass(frozen=True, slots=True)
class Address:
    """One mailbox: the name it is shown under (perhaps empty) and its address as written, or "" when there was none."""

    name: str
    email: str

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>" if self.name else self.email


@dataclass(frozen=True, kw_only=True, slots=True)
class Attachment:
    """A part that a person would see as a file. The content is what the sender attached, byte for byte.

    `is_inline` says that it belongs into the text: the HTML refers to its `content_id`, or it is an image sent inline.
    """

    name: str
    content_type: str
    content: bytes = field(repr=False)
    size: int
    sha256: str
    content_id: str = ""
    is_inline: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Bounce:
    """What a delivery report says: whom a letter of ours did not reach, and why."""

    recipients: tuple[str, ...]
    status: str = ""
    reason: str = ""
    is_hard: bool = False
    original_message_id: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """One e-mail, decoded. No text in it holds NULs or lone surrogates, so a database takes all of it.

    `text` is everything, as plain text; `visible_text` leaves out quotes, signatures and footers. `html` is sanitised, or
    "" when the letter had none. Message ids keep their angle brackets. `error` says what could not be understood.
    """

    subject: str = ""
    from_email: str = ""
    from_name: str = ""
    sender: Address | None = None
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    bcc: tuple[Address, ...] = ()
    delivered_to: tuple[str, ...] = ()
    message_id: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    date: datetime | None = None
    text: str = ""
    visible_text: str = ""
    html: str = ""
    has_html: bool = False
    attachments: tuple[Attachment, ...] = ()
    kind: Kind = Kind.HUMAN
    may_auto_respond: bool = False
    evidence: tuple[str, ...] = ()
    bounce: Bounce | None = None
    away_until: Day | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    error: str = ""
