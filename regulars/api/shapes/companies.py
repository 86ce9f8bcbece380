"""A company."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import Field

from regulars.api.shapes.kinds import Named


class Company(Named):
    domains: list[str] = Field(description="Whoever writes from one of these first belongs to it.")
    notes: str
    attributes: dict[str, Any] = Field(description="With the values of custom fields, by their keys.")
    created_at: datetime
