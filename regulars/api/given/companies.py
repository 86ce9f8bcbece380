"""Which companies are asked for, and what is said about one."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from regulars.api.given.kinds import Given, Page, Words


class CompaniesAsked(Page):
    search: Annotated[str, Field(max_length=200, description="A part of a name or domain.")] = ""


class CompanyChanges(Given):
    """What is left out stays. `attributes` are merged in; one that is null is taken away."""

    name: Words = ""
    domains: Annotated[list[Words], Field(max_length=100)] = []
    notes: Words = ""
    attributes: dict[Words, Any] = {}


class NewCompany(CompanyChanges):
    name: Words
