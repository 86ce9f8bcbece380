"""What conditions may ask about a customer's points: views, rules and segments have it by the table of customers.

As it is kept: what time has done since last midnight is not in it.
"""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Subquery, Sum, TextField, Value
from django.db.models.functions import Cast, Coalesce, Lower
from django.utils.translation import gettext_lazy as _

from regulars.lib.conditions import Field, table
from regulars.lib.conditions.sql import Sql
from regulars.loyalty.models import Account


def _accounts(prefix: str) -> QuerySet[Account]:
    return Account.objects.open().filter(customer=OuterRef(f"{prefix}pk")).order_by()


def _balance(prefix: str) -> Any:
    sums = _accounts(prefix).values("customer").annotate(sum=Sum(F("available") - F("debt")))
    return Coalesce(Subquery(sums.values("sum")), Value(0))


# The names of what a tier gives, of those that are not switched off: by the terms of today.
_GIVEN = (
    """jsonb_path_query({}, '$.tiers.levels[*] ? (@.word == $word).benefits.keyvalue() ? ((@.value.type() == "boolean" && @.value == true)"""
    """ || (@.value.type() == "string" && @.value != "") || (@.value.type() == "number" && @.value != 0)).key',"""
    """ jsonb_build_object('word', {})) #>> '{{}}'"""
)


def _benefits(prefix: str) -> ArraySubquery:
    given = Sql(_GIVEN, F("programme__terms"), F("tier"), output=TextField())
    theirs = _accounts(prefix).filter(status="active").exclude(tier="")
    return ArraySubquery(theirs.annotate(each=Cast(Lower(given), CharField())).values("each"))


POINT_FIELDS = table(
    Field("is member", _("is a member"), "boolean", lambda prefix: Exists(_accounts(prefix).filter(status="active"))),
    Field("points", _("points"), "number", _balance),
    Field("tier", _("tier"), "text", "tier", rows=lambda prefix: _accounts(prefix).exclude(tier="")),
    Field("benefit", _("benefit of their tier"), "text", _benefits, is_array=True, written=str.lower),
)
