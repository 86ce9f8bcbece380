from django.db import transaction
from django.utils.translation import gettext as _

from regulars.customers.actions.remove_identity import remove_identity
from regulars.customers.actor import Actor
from regulars.customers.models import Identity
from regulars.lib.refusal import refusal
from regulars.portal.queries import Reader


@transaction.atomic
def remove_address(identity: Identity, *, by: Reader) -> None:
    """Take off an address of one's own; whoever is signed in by it is so no more. Raises ValidationError("address") for the one they came in by."""
    if identity.value not in by.addresses:
        raise refusal("address", _("That is no address of yours."), "unknown")
    if identity.value == by.addresses[0]:
        raise refusal("address", _("You are signed in by this address. Sign in by another one to take it off."))
    remove_identity(by.customer, identity=identity, by=Actor.customer(by.customer))
