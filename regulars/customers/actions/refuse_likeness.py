from django.db import transaction
from django.utils import timezone

from regulars.customers.models import Customer, Likeness
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def refuse_likeness(customer: Customer, *, other: Customer, by: Agent, is_same: bool = False) -> None:
    """Say that two customers are not the same person: nobody is asked again. `is_same` takes that back. Harmless twice."""
    pair = {"first_id": min(customer.pk, other.pk), "second_id": max(customer.pk, other.pk)}
    said = {"refused_at": None if is_same else timezone.now(), "refused_by": None if is_same else by}
    said_before = Likeness.objects.filter(**pair, refused_at__isnull=not is_same)
    if said_before.update(**said):
        action = "customer.likeness_kept" if is_same else "customer.likeness_refused"
        audit(action, by=by, on=f"customer:{customer.pk}", after={"other": other.pk})
