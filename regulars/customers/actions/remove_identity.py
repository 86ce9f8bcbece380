from django.db import transaction

from regulars.customers.models import Customer, Identity


@transaction.atomic
def remove_identity(customer: Customer, *, identity: Identity) -> None:
    """Take an address, phone or id away from the customer. Harmless when it is gone."""
    gone, _rows = Identity.objects.filter(pk=identity.pk, customer=customer).delete()
    if gone and identity.is_primary:
        heir = Identity.objects.filter(customer=customer, kind=identity.kind).order_by("pk").first()
        if heir is not None:
            heir.is_primary = True
            heir.save(update_fields=["is_primary"])
