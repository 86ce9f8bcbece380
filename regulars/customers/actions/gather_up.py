from django.db import transaction

from regulars.customers.events import CustomerMerged
from regulars.customers.merging import alone, move_all, one_primary, survivor_of
from regulars.customers.models import Customer


@transaction.atomic
def gather_up(event: CustomerMerged, *, customer: Customer) -> None:
    """What was under way when two became one, and still went to the one who is merged, follows them. Harmless twice."""
    alone()
    survivor = survivor_of(event.merged)
    if survivor != event.merged:
        move_all(event.merged, to=survivor)
        one_primary(survivor)
