"""A field of the house's own."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from regulars.api.shapes.kinds import Shape


class FieldChoice(Shape):
    word: str
    label: str
    is_retired: bool


class CustomField(Shape):
    id: int
    about: Literal["conversation", "customer", "company"]
    key: str = Field(description="Values stand under it; conditions know it as fields.KEY.")
    label: str
    kind: Literal[
        "text", "long", "number", "money", "day", "moment", "boolean", "choice", "choices", "link", "customer", "agent"
    ]
    help: str
    unit: str = Field(description="The currency of an amount.")
    choices: list[FieldChoice]
    default: Any
    is_required: bool = Field(description="Before an agent resolves.")
    is_public: bool = Field(description="The customer may see it.")
    is_indexed: bool
    is_retired: bool
