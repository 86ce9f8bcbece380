"""Orders, products, returns and shops."""

from __future__ import annotations

from regulars.api.told.answers import Facts, time
from regulars.commerce import models

_ORDER = ["external_id", "number", "email", "currency", "total", "tax", "shipping", "discount", "gift_card", "refunded", "is_tax_included", "shown_currency", "shown_total", "is_test", "paid", "shipped", "cancel_reason", "address", "status_address"]  # fmt: skip
_LINE = "external_id title variant sku quantity price discount tax net by_gift_card is_gift_card refunded_quantity refunded_net refunded_tax".split()  # noqa: SIM905
_MOMENTS = ("placed_at", "paid_at", "shipped_at", "delivered_at", "cancelled_at")
_PRODUCT = (
    "external_id",
    "title",
    "vendor",
    "categories",
    "skus",
    "price",
    "currency",
    "address",
    "picture",
    "is_sold",
)


def shop(row: models.Shop) -> Facts:
    return {"id": row.pk, "name": row.name, "slug": row.slug, "kind": row.kind, "is_active": row.is_active}


def order(row: models.Order) -> Facts:
    """`row` with its shop at hand."""
    kept = {"id": row.pk, "shop": row.shop.slug, "customer": row.customer_id, "updated_at": time(row.source_at)}
    return kept | {name: getattr(row, name) for name in _ORDER} | {name: time(getattr(row, name)) for name in _MOMENTS}


def whole_order(row: models.Order) -> Facts:
    """With its parts, asked for here."""
    lines = row.lines.select_related("product")
    refunds = row.refunds.prefetch_related("lines")
    return order(row) | {
        "lines": [_line(each) for each in lines],
        "payments": [_payment(each) for each in row.payments.all()],
        "shipments": [_shipment(each) for each in row.shipments.all()],
        "refunds": [_refund(each) for each in refunds],
    }


def product(row: models.Product) -> Facts:
    """`row` with its shop at hand."""
    kept = {"id": row.pk, "shop": row.shop.slug, "updated_at": time(row.source_at)}
    return kept | {name: getattr(row, name) for name in _PRODUCT}


def returned(row: models.Return) -> Facts:
    """`row` with its lines at hand."""
    parts = [
        {"line": each.line_id, "title": each.line.title, "quantity": each.quantity, "reason": each.reason}
        for each in row.lines.all()
    ]
    kept = {"id": row.pk, "order": row.order_id, "customer": row.customer_id, "state": row.state, "words": row.words}
    kept |= {"answer": row.answer, "has_label": bool(row.label), "lines": parts, "asked_at": time(row.at)}
    return kept | {"decided_at": time(row.decided_at), "received_at": time(row.received_at)}


def refund_request(row: models.RefundRequest, currency: str) -> Facts:
    kept = {"id": row.pk, "order": row.order_id, "amount": row.amount, "currency": currency, "reason": row.reason}
    return kept | {"asked_at": time(row.at)}


def _line(row: models.OrderLine) -> Facts:
    categories = row.product.categories if row.product else []
    return {"id": row.pk, "product": row.product_id, "categories": categories} | {
        name: getattr(row, name) for name in _LINE
    }


def _payment(row: models.Payment) -> Facts:
    names = ("external_id", "way", "amount", "currency", "state", "is_gift_card")
    return {name: getattr(row, name) for name in names} | {"at": time(row.at)}


def _shipment(row: models.Shipment) -> Facts:
    names = ("external_id", "state", "carrier", "tracking_number", "tracking_address", "quantities")
    return {name: getattr(row, name) for name in names} | {
        name: time(getattr(row, name)) for name in ("shipped_at", "delivered_at")
    }


def _refund(row: models.Refund) -> Facts:
    parts = [
        {
            "line": each.line_id,
            "quantity": each.quantity,
            "net": each.net,
            "tax": each.tax,
            "is_restocked": each.is_restocked,
        }
        for each in row.lines.all()
    ]
    names = ("external_id", "amount", "shipping", "reason", "is_pending")
    return {"id": row.pk, "at": time(row.at), "lines": parts} | {name: getattr(row, name) for name in names}
