"""Orders, their parts and returns as pages print them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from regulars.commerce.models import Order, Return, Shipment
from regulars.lib.money import said
from regulars.ui.moments import Times

_GOOD, _WAITS, _BAD, _INFO = "good", "waiting", "overdue", "info"
_PAID = {"paid": _GOOD, "pending": _WAITS, "partly": _WAITS, "failed": _BAD, "voided": ""}
_SHIPPED = {"delivered": _GOOD, "shipped": _INFO, "partly": _INFO, "not yet": ""}
_RETURNS = {
    "requested": _WAITS,
    "approved": _INFO,
    "received": _WAITS,
    "refunded": _GOOD,
    "declined": "",
    "withdrawn": "",
}
_PARCELS = {"delivered": _GOOD, "troubled": _BAD, "shipped": _INFO}


def order_rows(orders: Iterable[Order]) -> list[dict[str, Any]]:
    """A line each: number, whose, how much, and how it stands."""
    times = Times()
    return [
        {
            "order": each,
            "total": said(each.total, each.currency),
            "chips": chips(each),
            "when": times.moment(each.placed_at),
        }
        for each in orders
    ]


def chips(order: Order) -> list[tuple[str, str]]:
    """How an order stands, in words, each with its colour."""
    if order.deleted_at:
        return [(_("deleted"), "")]
    found = [(_("test"), _INFO)] if order.is_test else []
    if order.cancelled_at:
        found.append((_("cancelled"), ""))
        return found if order.paid in ("pending", "voided", "failed") else [*found, (order.get_paid_display(), _WAITS)]
    found.append((order.get_paid_display(), _PAID.get(order.paid, "")))
    return (
        [*found, (order.get_shipped_display(), _SHIPPED[order.shipped])]
        if order.paid not in ("voided", "refunded")
        else found
    )


def with_contents(orders: Iterable[Order]) -> list[dict[str, Any]]:
    """The same with what is in them, for narrow places. Lines and parcels are at hand."""
    rows = order_rows(orders)
    for row in rows:
        lines = list(row["order"].lines.all())
        row["contents"] = ", ".join(str(line) for line in lines[:3]) + (" …" if len(lines) > 3 else "")
        row["parcels"] = [each for each in row["order"].shipments.all() if each.tracking_address]
    return rows


def line_rows(order: Order) -> list[dict[str, Any]]:
    rows = []
    for line in order.lines.select_related("product"):
        notes = [_("gift card")] if line.is_gift_card else []
        if line.refunded_quantity:
            notes.append(_("%d refunded") % line.refunded_quantity)
        elif line.refunded_net:
            notes.append(_("%s refunded") % said(line.refunded_net + line.refunded_tax, order.currency))
        discount = f"−{said(line.discount, order.currency)}" if line.discount else ""
        rows.append({"line": line, "price": said(line.price, order.currency), "discount": discount, "net": said(line.net, order.currency), "notes": notes})  # fmt: skip
    return rows


def sums(order: Order) -> list[tuple[str, str]]:
    """What makes up the total with the prices of the lines, and what became of it. Tax that prices contain stands below the total."""
    of_lines = order.lines.aggregate(tax=Sum("tax"))["tax"] or 0
    with_tax = (
        max(0, order.tax - of_lines) if order.is_tax_included else 0
    )  # that of shipping, in whose price it is, too
    parts = [(_("Discounts"), -order.discount), (_("Shipping"), order.shipping + with_tax)]
    tax, total = (_("Tax"), order.tax), (_("Total"), order.total)
    parts += [total, tax] if order.is_tax_included else [tax, total]
    found = [(label, said(amount, order.currency)) for label, amount in parts if amount or label == total[0]]
    if order.shown_total is not None and order.shown_currency:
        found.append((_("As the customer saw it"), said(order.shown_total, order.shown_currency)))
    if order.gift_card:
        found.append((_("Paid by gift card"), said(order.gift_card, order.currency)))
    if order.refunded:
        found.append((_("Refunded"), said(-order.refunded, order.currency)))
    return found


def parcel_rows(order: Order) -> list[dict[str, Any]]:
    return [
        {
            "parcel": each,
            "state": each.get_state_display(),
            "colour": _PARCELS.get(each.state, ""),
            "at": each.delivered_at or each.shipped_at,
        }
        for each in order.shipments.exclude(state=Shipment.State.CANCELLED)
    ]


def money_rows(order: Order) -> list[dict[str, Any]]:
    """Payments, refunds, disputes and what was asked for, by when."""
    rows: list[dict[str, Any]] = [{"at": each.at, "says": each.way or _("Payment"), "state": each.get_state_display(), "amount": said(each.amount, each.currency)} for each in order.payments.all()]  # fmt: skip
    rows += [{"at": each.at, "says": _("Refund"), "why": each.reason, "state": _("pending") if each.is_pending else "", "amount": said(-each.amount, order.currency)} for each in order.refunds.all() if each.amount]  # fmt: skip
    rows += [{"at": each.at, "says": _("Chargeback"), "why": each.reason.replace("_", " "), "state": each.get_state_display(), "amount": said(-each.amount, each.currency), "is_bad": each.state != "won"} for each in order.disputes.all()]  # fmt: skip
    rows += [{"at": each.at, "says": _("Refund asked for by %s") % (each.by or _("somebody")), "why": each.reason, "state": "" if each.answered_at else _("waits for the shop"), "amount": said(-each.amount, order.currency)} for each in order.refund_requests.filter(answered_at=None).select_related("by")]  # fmt: skip
    return sorted(rows, key=lambda row: row["at"])


def return_rows(returns: Iterable[Return]) -> list[dict[str, Any]]:
    """A line each. Their lines are at hand."""
    times = Times()
    return [
        {
            "request": each,
            "state": each.get_state_display(),
            "colour": _RETURNS[each.state],
            "contents": ", ".join(f"{part.quantity} × {part.line.title}" for part in each.lines.all()),
            "reasons": ", ".join(dict.fromkeys(part.reason for part in each.lines.all() if part.reason)),
            "when": times.moment(each.at),
        }
        for each in returns
    ]
