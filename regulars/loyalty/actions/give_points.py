from __future__ import annotations

from django.db import transaction

from regulars.customers.actor import By
from regulars.customers.models import Customer
from regulars.loyalty.actions.adjust import adjust
from regulars.loyalty.actions.join import join
from regulars.loyalty.models import Operation, Programme


@transaction.atomic
def give_points(customer: Customer, *, programme: Programme, points: int, reason: str, by: By) -> Operation:
    """Give a customer points for a reason that they read. Who is no member yet becomes one.

    For rules, macros and programs. Raises ValidationError("points", "reason", "member").
    """
    return adjust(join(customer, programme=programme, by=by), points=points, reason=reason, by=by)
