"""What happens when customers come in by themselves."""

from __future__ import annotations

from dataclasses import dataclass

from regulars.customers.events import Event


@dataclass(frozen=True, kw_only=True)
class SignedIn(Event):
    """The customer came in with a code that was mailed to them."""

    kind = "portal.signed_in"
    says = "{customer} signed in"
    icon = "person"
    is_quiet = True


@dataclass(frozen=True, kw_only=True)
class AddressProven(Event):
    """The customer showed by a code that letters to one of their addresses reach them."""

    kind = "portal.address_proven"
    says = "{customer} showed that an address is theirs"
    icon = "check"
    identity: int


@dataclass(frozen=True, kw_only=True)
class DetailsChanged(Event):
    """The customer said anew who they are, in which language, or where."""

    kind = "portal.details_changed"
    says = "{customer} changed their {what}"
    icon = "pen"
    what: str


@dataclass(frozen=True, kw_only=True)
class ExportAsked(Event):
    """The customer asked for everything that we have of theirs."""

    kind = "portal.export_asked"
    says = "{customer} asked for all of their data"
    icon = "download"


@dataclass(frozen=True, kw_only=True)
class ErasureAsked(Event):
    """The customer asked to be forgotten."""

    kind = "portal.erasure_asked"
    says = "{customer} asked to be erased"
    icon = "alert"
    conversation: int
