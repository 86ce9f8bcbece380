"""What is answered when something cannot be done."""

from __future__ import annotations

from pydantic import Field

from regulars.api.shapes.kinds import Shape


class Wrong(Shape):
    field: str
    message: str
    code: str = Field(description="missing, unknown, invalid, too_long, too_large, taken …")


class Problem(Shape):
    """RFC 9457."""

    type: str
    title: str
    status: int
    errors: list[Wrong]
