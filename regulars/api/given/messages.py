"""What is written in a conversation, and to whom."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from regulars.api.given.kinds import Given, Id, Moment, Words


class Person(Given):
    email: Annotated[Words, Field(max_length=320)]
    name: Annotated[Words, Field(max_length=200)] = ""


Recipients = Annotated[list[Words | Person], Field(max_length=100, description="Addresses, or people with a name.")]


class Text(Given):
    """Words, with files that were uploaded before."""

    text: Annotated[Words, Field(description="Plain text; may be left out when there is `html`.")] = ""
    html: Annotated[Words, Field(description="Cleaned before it is kept.")] = ""
    attachments: Annotated[list[Id], Field(max_length=100, description="Ids from POST /api/attachments.")] = []


class Reply(Text):
    """Goes to the author of the newest letter, with copies to its other readers. `to`, `cc` and `bcc` stand in for those."""

    to: Recipients | None = None
    cc: Recipients | None = None
    bcc: Recipients | None = None
    undo_seconds: Annotated[int, Field(strict=True, ge=0, le=300, description="So long it can be taken back.")] = 0
    send_at: Annotated[Moment | None, Field(description="Later: until then it can be taken back.")] = None
    yields: Annotated[
        bool, Field(description="With send_at: held back when the customer or a colleague writes first.")
    ] = False
    if_last_position: Annotated[
        int | None,
        Field(
            strict=True,
            ge=0,
            lt=2**31,
            description="Only if nobody wrote or answered after the message at this position; else 409.",
        ),
    ] = None


class Schedule(Given):
    send_at: Moment
    yields: Annotated[bool, Field(description="Held back when the customer or a colleague writes first.")] = False


class Telling(Given):
    text: Annotated[Words, Field(description="What they should know; it stands in a note.")]
    agent: Annotated[Id | None, Field(description="Whom to tell")] = None
    team: Annotated[Id | None, Field(description="Which team to tell, when no agent is named")] = None
