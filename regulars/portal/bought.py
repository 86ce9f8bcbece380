"""What a customer bought, and sends back: as far as it was bought from an address that they have shown to be theirs."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from regulars.commerce.models import Order, Return
from regulars.commerce.rows import chips, line_rows, parcel_rows, return_rows, sums
from regulars.portal.queries import Reader


def orders_of(reader: Reader) -> QuerySet[Order]:
    """Newest first. Whoever knows somebody's address, and is taken for them, sees nothing of theirs."""
    theirs = Order.objects.filter(customer=reader.customer, email__in=reader.addresses, deleted_at=None)
    return theirs.select_related("shop").order_by("-placed_at", "-pk")


def returns_of(reader: Reader) -> QuerySet[Return]:
    """Of these orders."""
    theirs = Return.objects.filter(order__in=orders_of(reader).order_by().values("pk"))
    return theirs.select_related("order").prefetch_related("lines__line")


def shown(order: Order) -> dict[str, Any]:
    """All of one, for its page."""
    return {
        "order": order,
        "chips": chips(order),
        "lines": line_rows(order),
        "sums": sums(order),
        "parcels": parcel_rows(order),
        "returns": return_rows(order.returns.prefetch_related("lines__line")),
    }


def told(reader: Reader) -> list[dict[str, Any]]:
    """Everything, for whoever asks for their data. Times are UTC; amounts in the smallest unit of the currency."""
    return [
        {
            "number": each.number,
            "shop": each.shop.name,
            "placed_at": each.placed_at.isoformat(),
            "currency": each.currency,
            "total": each.total,
            "refunded": each.refunded,
            "state": [words for words, _colour in chips(each)],
            "lines": [
                {"title": line.title, "quantity": line.quantity, "net": line.net, "tax": line.tax}
                for line in each.lines.all()
            ],
            "returns": [
                {"state": back.state, "words": back.words, "at": back.at.isoformat()} for back in each.returns.all()
            ],
        }
        for each in orders_of(reader).prefetch_related("lines", "returns")
    ]
