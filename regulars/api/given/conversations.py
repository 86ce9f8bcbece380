"""Which conversations are asked for, and what is done with one."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from regulars.api.given.kinds import Asked, AskedId, Given, Id, Page, Words
from regulars.api.given.messages import Person, Recipients, Text


class ConversationsAsked(Page):
    search: Annotated[
        str,
        Field(
            max_length=500,
            description="Words of any message, newest hit first; with operators: `from:ada tag:vip -refund`.",
        ),
    ] = ""
    view: Annotated[
        str, Field(pattern=r"^([a-z]+|[1-9]\d{0,8})?$", description="The `id` of a view: those in it, in its order.")
    ] = ""
    status: Literal["open", "pending", "resolved"] | None = None
    assignee: Annotated[
        str, Field(pattern=r"^(me|none|[1-9]\d{0,17})?$", description="An agent's id, `me` or `none`.")
    ] = ""
    team: AskedId | None = None
    inbox: AskedId | None = None
    customer: AskedId | None = None
    topic: AskedId | None = None
    tag: Annotated[str, Field(max_length=64)] = ""
    channel: Annotated[str, Field(max_length=16)] = ""


class MessagesAsked(Asked):
    before: Annotated[AskedId | None, Field(description="Only messages before this position.")] = None


class NewConversation(Text):
    """Either `from`, a customer who wrote to us, or `to`, people whom we write to first."""

    from_: Annotated[Person | None, Field(alias="from")] = None
    to: Recipients | None = None
    cc: Recipients | None = None
    bcc: Recipients | None = None
    inbox: Annotated[Id | None, Field(description="The first inbox, if left out.")] = None
    subject: Annotated[Words, Field(max_length=500)] = ""


class Assignment(Given):
    agent: Annotated[Id | None, Field(description="null: nobody")] = None
    team: Annotated[Id | None, Field(description="null: no team")] = None


class Routing(Given):
    team: Annotated[Id | None, Field(description="Whose queue; its topic's team, or its own, if left out.")] = None


class Escalation(Given):
    note: Annotated[Words, Field(description="What was done so far; it stands in a note.")]
    level: Annotated[str, Field(description="L1, L2 or L3; the next one up, if left out.")] = ""
    team: Annotated[Id | None, Field(description="To this team, whatever its level.")] = None


class TopicGiven(Given):
    topic: Annotated[Id | None, Field(description="null: no topic")]


class Merging(Given):
    into: Annotated[Id, Field(description="The number of the conversation that goes on.")]


class Tag(Given):
    tag: Words


class Priority(Given):
    priority: Annotated[str, Field(description="low, normal, high or urgent")]
