"""Fields of the house's own, and their values."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from regulars.api.given.kinds import Asked, Given, Words


class FieldsAsked(Asked):
    about: Literal["conversation", "customer", "company"] | None = None


class ChoiceGiven(Given):
    word: Words = ""
    label: Words
    is_retired: bool = False


class FieldChanges(Given):
    """What is left out stays."""

    label: Words = ""
    help: Words = ""
    unit: Words = ""
    choices: Annotated[list[ChoiceGiven], Field(max_length=500)] = []
    default: Any = None
    is_required: bool = False
    is_public: bool = False
    is_indexed: bool = False
    is_retired: bool = False


class NewField(FieldChanges):
    about: Words
    label: Words
    kind: Words
    key: Annotated[Words, Field(description="Made from the label, if left out.")] = ""


class FieldValues(Given):
    fields: Annotated[dict[Words, Any], Field(description="By key; null clears.")]
