from django.db import transaction

from regulars.customers.models import Customer, Identity
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def make_primary(customer: Customer, *, identity: Identity, by: Agent | None = None) -> None:
    """Let this address, phone or id be the first of its kind: the one we write to. Harmless twice, and for one that is gone."""
    several = Identity.objects.select_for_update(no_key=True).filter(customer=customer, kind=identity.kind)
    rows = list(several.order_by("pk"))
    if identity.pk in {row.pk for row in rows if not row.is_primary}:
        audit(
            "customer.way_made_first",
            by=by,
            on=f"customer:{customer.pk}",
            after={"kind": identity.kind, "identity": identity.pk},
        )
        for row in rows:
            if row.is_primary != (row.pk == identity.pk):
                row.is_primary = row.pk == identity.pk
                row.save(update_fields=["is_primary"])
