"""What programs say about surprises."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from regulars.api.given.kinds import Given, Id, Words


class Drawing(Given):
    customer: Id
    key: Annotated[
        Words | None,
        Field(min_length=1, max_length=100, description="Of your choice: with the same, it is drawn once."),
    ] = None
