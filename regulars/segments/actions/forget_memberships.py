from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from regulars.segments.models import Listed, Worth


@transaction.atomic
def forget_memberships(people: Sequence[int]) -> None:
    """These customers, by their ids, are on no list and compared with nobody any more: a part of erasing them. Harmless twice.

    Which segments they are in otherwise follows from what is left.
    """
    Listed.objects.filter(customer__in=people).delete()
    Worth.objects.filter(customer_id__in=people).delete()
