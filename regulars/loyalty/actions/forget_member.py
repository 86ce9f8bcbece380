from __future__ import annotations

from collections.abc import Collection

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat

from regulars.loyalty.models import Account, Operation, RefusedMember, Standing
from regulars.team.models import AuditEntry


def forget_member(people: Collection[int], *, addresses: Collection[str] = ()) -> None:
    """Forget what somebody wrote about these customers' points, the numbers of their cards, and refused lines with their addresses. The ledger itself stays as it is.

    A part of erasing customers, within its transaction.
    """
    accounts = Account.objects.filter(customer__in=people)
    numbers = list(accounts.values_list("pk", flat=True))
    Operation.objects.filter(account__in=numbers).exclude(reason="").update(reason="")
    Standing.objects.filter(account__in=numbers).exclude(reason="").update(reason="")
    AuditEntry.objects.filter(object__in=[f"member:{number}" for number in numbers]).update(before={}, after={})
    for address in filter(None, addresses):
        RefusedMember.objects.filter(cells__icontains=address).delete()
    accounts.update(number=Concat(Value("gone-"), Cast(F("pk"), CharField())), status=Account.Status.LEFT)
