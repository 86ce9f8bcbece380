"""What programs say about opinions."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from regulars.api.given.kinds import AskedId, Given, Id, Moment, Page, Words


class OpinionsAsked(Page):
    survey: AskedId | None = None
    customer: AskedId | None = None
    conversation: AskedId | None = None


class CasesAsked(Page):
    state: Literal["", "open", "contacted", "closed"] = ""


class OpinionAsking(Given):
    """One of the two."""

    conversation: Annotated[Id | None, Field(description="Its customer is asked about it, once.")] = None
    customer: Annotated[Id | None, Field(description="Asked apart from any conversation, at most once a day.")] = None


class OpinionGiven(Given):
    survey: Id
    answers: Annotated[dict[str, Any], Field(description="By the keys of the questions: {“score”: 9, “comment”: “…”}.")]
    customer: Id | None = None
    conversation: Id | None = None
    key: Annotated[
        str | None,
        Field(min_length=1, max_length=128, description="Of your choice: the same one changes the same answer."),
    ] = None
    may_quote: bool = False
    author: Annotated[Words, Field(max_length=200, description="Of a review, as it is signed.")] = ""
    language: Annotated[Words, Field(max_length=16)] = ""
    place: Annotated[Words, Field(max_length=60)] = ""
    at: Annotated[
        Moment | None, Field(description="When that was, if long ago: then it is history, and nothing follows from it.")
    ] = None


class CaseClosing(Given):
    outcome: Literal["solved", "explained", "silent", "nothing"]
    note: Annotated[Words, Field(max_length=5000)] = ""
    asks_again: Annotated[bool, Field(description="Ask the customer once more whether it helped.")] = False
