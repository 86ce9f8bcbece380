from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from regulars.customers.events import CustomerMerged
from regulars.customers.merging import alone, survivor_of
from regulars.customers.models import Customer, Moved
from regulars.loyalty.joining import join_into
from regulars.loyalty.models import Account

_NOUN = "loyalty.account.customer"


@transaction.atomic
def join_accounts(event: CustomerMerged, *, customer: Customer) -> None:
    """Two customers are one person: where both were members of a programme, they go on as one. Harmless twice."""
    alone()  # they might be parted meanwhile
    accounts: dict[int, list[Account]] = {}
    for account in Account.objects.open().filter(customer=survivor_of(event.merged)).order_by("pk"):
        accounts.setdefault(account.programme_id, []).append(account)
    came = set(Moved.objects.filter(noun=_NOUN, customer=event.merged).values_list("row", flat=True))
    for several in accounts.values():
        keeper, *others = sorted(several, key=lambda each: (each.pk in came, each.pk))
        for other in others:
            join_into(keeper, other, at=timezone.now())
