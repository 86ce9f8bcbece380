from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from regulars.customers.events import CustomerUnmerged
from regulars.customers.merging import alone
from regulars.customers.models import Customer
from regulars.loyalty.joining import part_from
from regulars.loyalty.models import Account


@transaction.atomic
def part_accounts(event: CustomerUnmerged, *, customer: Customer) -> None:
    """Two customers are two persons after all: each has again the points they came with. Harmless twice."""
    alone()  # who is still being joined is parted after it
    people = (customer.pk, event.other)
    parted = Account.objects.filter(customer__in=people, merged_into__isnull=False)
    for account in parted.exclude(customer=F("merged_into__customer")).order_by("pk"):
        part_from(account, at=timezone.now())
