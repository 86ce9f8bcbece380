from django.db import transaction

from regulars.customers.actor import SYSTEM, Actor, By
from regulars.customers.events import IdentityRemoved
from regulars.customers.models import Customer, Identity
from regulars.customers.timeline import record


@transaction.atomic
def remove_identity(customer: Customer, *, identity: Identity, by: By = SYSTEM) -> None:
    """Take an address, phone or id away from the customer. Harmless when it is gone."""
    gone, _rows = Identity.objects.filter(pk=identity.pk, customer=customer).delete()
    if not gone:
        return
    if identity.is_primary:
        heir = Identity.objects.filter(customer=customer, kind=identity.kind).order_by("pk").first()
        if heir is not None:
            heir.is_primary = True
            heir.save(update_fields=["is_primary"])
    record(IdentityRemoved(identity_kind=identity.kind, value=identity.value), customer=customer, by=Actor.of(by))
