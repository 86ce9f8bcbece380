"""What all that programs say is made of."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo, model_validator

from regulars.lib.texts import storable

Id = Annotated[int, Field(strict=True, ge=1, lt=2**63)]
AskedId = Annotated[int, Field(ge=1, lt=2**63)]  # in a query everything is text
Words = Annotated[str, AfterValidator(storable)]
Limit = Annotated[int, Field(ge=1, le=100, description="Rows of a page.")]
CursorWord = Annotated[str, Field(max_length=200, description="`next` of the page before.")]


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
