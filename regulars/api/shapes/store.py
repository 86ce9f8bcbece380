"""Places and slips, as they are told."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from regulars.api.shapes.kinds import Shape


class Place(Shape):
    id: int
    name: str
    programme: int
    currency: str
    largest: int = Field(description="What a till credits at once, in the currency’s smallest unit.")


class Slip(Shape):
    id: int
    place: int
    client_id: str
    kind: Literal["earn", "redeem", "visit"]
    member: int
    customer: int
    amount: int | None
    points: int = Field(description="Given; less than nothing when they were redeemed.")
    balance: int = Field(description="As shown after it.")
    operation: int | None = Field(description="In the ledger.")
    receipt: str
    happened_at: datetime
    taken_at: datetime
    undone_at: datetime | None
