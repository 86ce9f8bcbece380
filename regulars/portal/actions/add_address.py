from django.db import transaction

from regulars.customers.actions.add_identity import add_identity
from regulars.customers.actor import Actor
from regulars.customers.merging import settle
from regulars.customers.models import Identity
from regulars.portal.actions.sign_in import proven
from regulars.portal.models import Code, Proof


@transaction.atomic
def add_address(code: Code) -> Proof:
    """Give whoever asked for this code the address whose code they typed: what was written from it is theirs to read. Harmless twice.

    Raises ValidationError("value") when it is known to be somebody else's: two customers are made one by us alone.
    """
    if code.used_at is None or code.session is None:
        raise ValueError("an address is added when its code was typed, and only when it was asked for that")
    customer, came_by = code.session.customer, code.session.proof.identity
    is_new = not Identity.objects.filter(kind="email", value=code.address).exists()
    identity = add_identity(customer, kind="email", value=code.address, by=Actor.customer(customer))
    if is_new:
        settle(identity, beside=came_by)
    return proven(identity, circle=code.session.proof.circle)
