"""A message, with its files and what became of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from regulars.api.shapes.kinds import Shape


class Address(Shape):
    name: str
    email: str


class Author(Address):
    kind: Literal["customer", "agent", "machine"]
    id: int | None = Field(description="null for a machine: a mail server that reports, or our own acknowledgement.")


class Attachment(Shape):
    id: int
    name: str
    content_type: str
    size: int = Field(description="Bytes.")
    is_inline: bool
    content_id: str = Field(description="How the message's HTML refers to it: cid:….")
    url: str


class Outcome(Shape):
    """What became of a message at one of its recipients, as their side told us afterwards."""

    email: str
    state: Literal["delayed", "delivered", "failed", "read"]
    status: str = Field(description="RFC 3463, such as 5.1.1; empty when nobody said.")
    reason: str = Field(description="In the words of the server.")
    is_hard: bool = Field(description="It will not work at another time either.")
    at: datetime


class Message(Shape):
    id: int | None = Field(description="null for a draft of the agent who asks.")
    conversation: int
    position: int | None = Field(description="In the conversation, from 1.")
    kind: Literal["in", "out", "note"]
    state: Literal["received", "draft", "sending", "sent", "failed"]
    channel: str
    author: Author
    subject: str
    text: str
    visible_text: str = Field(description="Without quoted history and signature.")
    html: str = Field(description="Sanitised; empty when the text says it all.")
    to: list[Address]
    cc: list[Address]
    bcc: list[Address]
    attachments: list[Attachment]
    is_automatic: bool
    away_until: date | None = Field(description="The last day of an absence, as its notice says.")
    is_stranger: bool = Field(description="The first message of somebody who was not in the conversation.")
    error: str = Field(description="Why it could not be sent.")
    outcomes: list[Outcome]
    leaves_at: datetime | None = Field(
        description="When it leaves, as long as it can be taken back; null when held back."
    )
    at: datetime
    created_at: datetime
