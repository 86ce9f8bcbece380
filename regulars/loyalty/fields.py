"""What conditions may ask about a customer's points: views, rules and segments have it by the table of customers.

As it is kept: what time has done since last midnight is not in it.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from regulars.lib.conditions import Field, table
from regulars.loyalty.models import Account


def _accounts(prefix: str) -> QuerySet[Account]:
    return Account.objects.open().filter(customer=OuterRef(f"{prefix}pk")).order_by()


def _balance(prefix: str) -> Any:
    sums = _accounts(prefix).values("customer").annotate(sum=Sum(F("available") - F("debt")))
    return Coalesce(Subquery(sums.values("sum")), Value(0))


POINT_FIELDS = table(
    Field("is member", _("is a member"), "boolean", lambda prefix: Exists(_accounts(prefix).filter(status="active"))),
    Field("points", _("points"), "number", _balance),
    Field("tier", _("tier"), "text", "tier", rows=lambda prefix: _accounts(prefix).exclude(tier="")),
)
