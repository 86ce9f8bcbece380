"""What all that programs say is made of."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, ValidationInfo, model_validator

from regulars.lib.texts import storable

Id = Annotated[int, Field(strict=True, ge=1, lt=2**63)]
AskedId = Annotated[int, Field(ge=1, lt=2**63)]  # in a query everything is text
Words = Annotated[str, AfterValidator(storable)]
Limit = Annotated[int, Field(ge=1, le=100, description="Rows of a page.")]
CursorWord = Annotated[str, Field(max_length=200, description="`next` of the page before.")]


def _in_our_time(moment: datetime) -> datetime:
    """Near the ends of all time nothing can be reckoned, nor be told in another time zone."""
    if not 1900 <= moment.year < 3000:
        raise ValueError("in the years 1900 to 2999")
    return moment


Moment = Annotated[AwareDatetime, AfterValidator(_in_our_time)]


class Given(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Asked(Given):
    """Words of a query."""

    @model_validator(mode="before")
    @classmethod
    def _all_of_them(cls, known: dict[str, Any], info: ValidationInfo) -> dict[str, Any]:
        # The framework hands over only the names it knows; the others are to be refused too.
        return {**info.context["request"].GET.dict(), **known} if info.context else known


class Page(Asked):
    cursor: CursorWord = ""
    limit: Limit = 50
