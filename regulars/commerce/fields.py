"""What conditions may ask about what a customer bought. The table of customers takes these in, so views, rules and segments have them.

Tests, and orders that were cancelled or deleted, are not counted. Money is in the currency that the house counts spending in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Case,
    CharField,
    Count,
    DecimalField,
    Exists,
    F,
    Func,
    Max,
    Min,
    OuterRef,
    QuerySet,
    Subquery,
    Sum,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Lower, Now
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from regulars.commerce.models import Order, OrderLine, Product, Return, Terms
from regulars.lib.conditions import Field, table
from regulars.lib.money import counted_in

MOST_DAYS = 3650
OFFERED = (30, 90, 365)  # days, in editors
_COUNTED = {
    "order__is_test": False,
    "order__cancelled_at": None,
    "order__deleted_at": None,
}  # of lines: see Orders.counted
_AMOUNT = DecimalField(max_digits=20, decimal_places=4)


def _orders(prefix: str, days: int | None = None) -> QuerySet[Order]:
    theirs = Order.objects.counted().filter(customer=OuterRef(f"{prefix}pk")).order_by()
    return theirs if days is None else theirs.filter(placed_at__gt=Now() - timedelta(days=days))


def _one(rows: QuerySet[Order], said: Any) -> Subquery:
    return Subquery(rows.values("customer").annotate(said=said).values("said"))


def _count(days: int | None = None) -> Callable[[str], Any]:
    return lambda prefix: Coalesce(_one(_orders(prefix, days), Count("pk")), Value(0))


def _spent(days: int | None = None) -> Callable[[str], Any]:
    """What was paid and has not gone back."""

    def spent(prefix: str) -> Any:
        counted = Coalesce(Subquery(Terms.objects.values("currency")[:1]), Value(Terms.CURRENCY))
        paid = _orders(prefix, days).filter(paid__in=Order.SETTLED, currency=counted)
        units = Case(
            *(When(currency__in=codes, then=Value(10**digits)) for digits, codes in counted_in().items()),
            default=Value(100),
        )
        worth = Sum((F("total") - F("refunded")) * Value(1, output_field=_AMOUNT) / units, output_field=_AMOUNT)
        return Coalesce(_one(paid, worth), Value(0), output_field=_AMOUNT)

    return spent


def _leaves(days: int) -> Callable[[str], Any]:
    """When the oldest order within so many days is one of them no more."""
    return lambda prefix: _one(_orders(prefix, days), Min("placed_at") + timedelta(days=days))


def _at(which: type[Max] | type[Min]) -> Callable[[str], Any]:
    return lambda prefix: _one(_orders(prefix), which("placed_at"))


def _has_open(prefix: str) -> Exists:
    return Exists(Order.objects.open().filter(customer=OuterRef(f"{prefix}pk")))


def _has_return(prefix: str) -> Exists:
    return Exists(Return.objects.filter(customer=OuterRef(f"{prefix}pk"), state__in=Return.OPEN))


def _lines(prefix: str) -> QuerySet[OrderLine]:
    return OrderLine.objects.filter(order__customer=OuterRef(f"{prefix}pk"), **_COUNTED)


def _categories(prefix: str) -> ArraySubquery:
    each = Func(F("categories"), function="unnest", output_field=TextField())
    counted = {f"lines__{name}": value for name, value in _COUNTED.items()}
    bought = Product.objects.filter(lines__order__customer=OuterRef(f"{prefix}pk"), **counted)
    return ArraySubquery(bought.annotate(each=Cast(Lower(each), CharField())).values("each"))


def _within(label: Any, ask: Callable[[int], Callable[[str], Any]], said: Any) -> Field:
    """An open field that ends in a number of days."""

    def one(days: str) -> Field | None:
        if not (days.isascii() and days.isdigit() and 1 <= int(days[:6]) <= MOST_DAYS):
            return None
        return Field(
            str(int(days)), format_lazy(said, days=int(days)), "number", ask(int(days)), flips=_leaves(int(days))
        )

    def offered() -> Iterable[Field]:
        return [each for each in (one(str(days)) for days in OFFERED) if each]

    return Field(label, said, "number", "pk", named=one, offered=offered)


ORDER_FIELDS = table(
    Field("orders", _("number of orders"), "number", _count()),
    _within("orders within.*", _count, _("orders of the last {days} days")),
    Field("spent", _("money spent"), "number", _spent()),
    _within("spent within.*", _spent, _("money spent in the last {days} days")),
    Field("first order", _("first order"), "moment", _at(Min)),
    Field("last order", _("last order"), "moment", _at(Max)),
    Field("has open order", _("waits for an order"), "boolean", _has_open),
    Field("has open return", _("has an open return"), "boolean", _has_return),
    Field("bought product", _("bought product"), "text", "title", rows=_lines),
    Field("bought sku", _("bought article number"), "text", "sku", rows=_lines),
    Field("bought category", _("bought of category"), "text", _categories, is_array=True, written=str.lower),
)
