"""What is predicted of customers, and in which groups they are by lot, as it is told."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from regulars.api.shapes.kinds import Shape


class Reason(Shape):
    fact: str = Field(
        description="One of ours, or `fields.` and the name of one that the house keeps of its customers."
    )
    part: float = Field(description="In log odds: above 0 it speaks for staying away, or for the end of a contract.")
    value: float | bool | str | None = Field(description="What is known of this customer.")


class Like(Shape):
    product: int
    because: int = Field(description="The product of theirs that it goes with.")


class Prediction(Shape):
    customer: int
    orders: float | None = Field(description="In the days ahead.")
    spend: int | None = Field(description="In the days ahead; in the smallest unit.")
    worth: int | None = Field(description="Lifetime value to come: margin, discounted; in the smallest unit.")
    currency: str
    leaving: float | None = Field(
        description="The chance, 0 to 1, that no order comes in the days ahead, or that a contract ends."
    )
    band: Literal["", "low", "medium", "high"]
    because: list[Reason]
    next_on: date | None = Field(description="Half of those like them order by then.")
    next_by: date | None = Field(description="And nine of ten by then.")
    likes: list[Like]
    made_on: date = Field(description="The last day that was seen.")


class Lots(Shape):
    is_held: bool = Field(description="Left out of what is done of our own accord.")
    experiments: dict[str, str] = Field(description="Those that run, with the arm that this customer is in.")
