"""What happens when customers come in by themselves."""

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
