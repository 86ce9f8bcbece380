"""How a conversation is put into order."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from regulars.api.given.kinds import Given, Id, Moment, Words


class Snoozing(Given):
    until: Annotated[Moment | None, Field(description="With its offset; null: until the next reply.")] = None


class StatusGiven(Given):
    status: Annotated[Id, Field(description="One of the house's own.")]


class Splitting(Given):
    messages: Annotated[list[Id], Field(description="The ids of those that leave. At least one stays.")]
    subject: Annotated[Words, Field(max_length=500, description="Of the new one; theirs, if left out.")] = ""
    customer: Annotated[Id | None, Field(description="With whom it is: who wrote one of them.")] = None


class Linking(Given):
    other: Id
    kind: Annotated[str, Field(description="related, duplicate or cause")] = "related"


class Unlinking(Given):
    other: Id


class ChecklistGiven(Given):
    checklist: Annotated[Id | None, Field(description="One of the house's lists.")] = None
    text: Annotated[Words, Field(max_length=200, description="Or one thing to do.")] = ""


class AsideAsking(Given):
    to: Annotated[list[str], Field(description="Addresses of whom to ask; none that takes part in the conversation.")]
    subject: Annotated[Words, Field(max_length=500)]
    text: Words
    quotes: Annotated[list[Id], Field(description="Messages of the conversation that they read, too.")] = []
    files: Annotated[list[Id], Field(description="Files of the conversation that they get, too.")] = []
    attachments: Annotated[list[Id], Field(description="Files that you have uploaded.")] = []
