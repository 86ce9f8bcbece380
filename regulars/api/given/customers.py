"""Which customers are asked for, and what is said about one."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from regulars.api.given.kinds import Given, Id, Moment, Page, Words


class CustomersAsked(Page):
    search: Annotated[str, Field(max_length=500, description="A part of a name, address, phone or id.")] = ""
    conditions: Annotated[
        str, Field(max_length=100_000, description='As JSON: `{"field": "fields.tier", "is": "gold"}`.')
    ] = ""


class CustomerChanges(Given):
    """What is left out stays. `attributes` are merged in; one that is null is taken away."""

    name: Words = ""
    language: Annotated[Words, Field(description="BCP 47: en, pt-BR")] = ""
    time_zone: Annotated[Words, Field(description="Europe/Paris")] = ""
    company: Annotated[Id | None, Field(description="null: none")] = None
    attributes: dict[Words, Any] = {}


class NewCustomer(CustomerChanges):
    """At least one of `email`, `phone` and `external_id`."""

    email: Words = ""
    phone: Annotated[Words, Field(description="With its country: +33 6 39 98 12 07")] = ""
    external_id: Words = ""


class NewIdentity(Given):
    kind: Annotated[str, Field(description="email, phone or external")]
    value: Words


class NoteText(Given):
    text: Words


class CustomerMerging(Given):
    into: Annotated[Id, Field(description="The number of the customer who goes on.")]
    take: Annotated[
        list[Words],
        Field(max_length=200, description="Fields to take over though both have them: language, attributes.tier"),
    ] = []


class OtherCustomer(Given):
    other: Id


class ConsentGiven(Given):
    channel: Annotated[Words, Field(description="email, sms, phone, whatsapp, post or push")]
    purpose: Words = "marketing"
    state: Annotated[Words, Field(description="granted, withdrawn or unknown")]
    source: Annotated[Words, Field(description="Where they said so.")]
    text_version: Annotated[Words, Field(description="Of the words they agreed to.")] = ""
    at: Annotated[Moment | None, Field(description="When they said so; now, if left out.")] = None
