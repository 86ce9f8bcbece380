"""What tills say."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from regulars.api.given.kinds import Asked, Given, Id, Moment, Words
from regulars.lib.money import MOST


class AtTheCounter(Asked):
    search: Annotated[str, Field(max_length=200, description="The number of a card, a phone, an address or a name.")]


class SlipGiven(Given):
    client_id: Annotated[
        Words,
        Field(
            min_length=1, max_length=64, description="Made up by the till before it asks: the same slip is taken once."
        ),
    ]
    kind: Literal["earn", "redeem", "visit"]
    member: Annotated[Id | None, Field(description="Or the number of their card.")] = None
    card: Annotated[Words, Field(max_length=64)] = ""
    amount: Annotated[
        int | None, Field(strict=True, ge=1, le=MOST, description="Paid, in the currency’s smallest unit; for `earn`.")
    ] = None
    points: Annotated[int | None, Field(strict=True, ge=1, lt=10**15, description="For `redeem`.")] = None
    receipt: Annotated[Words, Field(max_length=80)] = ""
    at: Annotated[
        Moment | None, Field(description="By the clock of the till, which may have kept it for up to 30 days.")
    ] = None
