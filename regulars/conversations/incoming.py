"""What a channel hands over when somebody wrote: the same shape for every way in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypedDict

from regulars.customers.models import Customer
from regulars.team.models import Agent


class Recipient(TypedDict, total=False):
    name: str
    address: str
    is_ours: bool  # one of our own addresses: never answered to


Recipients = dict[str, list[Recipient]]  # "to", "cc", "bcc", "reply_to"


@dataclass(frozen=True, kw_only=True, slots=True)
class File:
    """Bytes that came with a message."""

    name: str
    content: bytes
    content_type: str = "application/octet-stream"
    content_id: str = ""
    is_inline: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Incoming:
    """A message from outside, read and understood. Text is storable (no NUL), HTML sanitised, addresses normalised."""

    channel: str
    customer: Customer | None  # who wrote it; nobody behind the report of a mail server
    author_name: str = ""
    author_address: str = ""
    subject: str = ""
    text: str = ""
    visible_text: str = ""
    html: str = ""
    recipients: Recipients = field(default_factory=dict)
    files: tuple[File, ...] = ()
    at: datetime | None = None  # as the sender dated it
    is_automatic: bool = False  # no person waits behind it: it reopens nothing and starts no clock
    away_until: date | None = None  # the last day, as an absence notice says
    agent: Agent | None = None  # who of us passed it on
    trust: str = ""  # of Message.Trust: whether it comes from whom it says; "" when nobody told us
    chosen: str = ""  # the key of the choice that they pressed, of those that we offered last
    trust_detail: str = ""  # what that rests on, in words
