"""What has happened to an order, kept: payments, parcels, refunds and disputes. What is told again is brought up to date."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.db.models import QuerySet

from regulars.commerce.facts import DisputeFacts, OrderFacts, OrderNews, PaymentFacts, RefundFacts, ShipmentFacts
from regulars.commerce.links import web_address
from regulars.commerce.models import Dispute, Order, OrderLine, Payment, Refund, RefundLine, RefundRequest, Shipment
from regulars.commerce.reckoning import lines_of
from regulars.lib.texts import one_line

TABLE = "table"  # the id of what a table says of payments and parcels
IN_ALL = " in all"  # ends the id of what a total says beyond the refunds that we know
FAILED = "failed "  # begins what is remembered of a refund that failed
_OF_PAYMENT = ["way", "amount", "currency", "state", "is_gift_card", "at"]
_FURTHER = {word: place for place, word in enumerate(["prepared", "shipped", "troubled", "delivered", "cancelled"])}


def take_happenings(order: Order, told: OrderFacts | OrderNews) -> None:
    """All that is told. `order` is held by the caller."""
    _take_payments(order, told.payments)
    for shipment in told.shipments:
        _take_shipment(order, shipment)
    for refund in told.refunds:
        _take_refund(order, refund)
    for dispute in told.disputes:
        _take_dispute(order, dispute)


def _take_payments(order: Order, told: Iterable[PaymentFacts]) -> None:
    rows = {each.external_id: Payment(order=order, **vars(each)) for each in told}
    for row in rows.values():
        row.way = one_line(row.way, limit=80)
    once = {"update_conflicts": True, "unique_fields": ["order", "external_id"], "update_fields": _OF_PAYMENT}
    Payment.objects.bulk_create(rows.values(), **once)


def _take_shipment(order: Order, told: ShipmentFacts) -> None:
    known = order.shipments.filter(external_id=told.external_id).first() or Shipment(
        order=order, external_id=told.external_id
    )
    if known.pk and _is_older(told.updated_at, known.source_at, _FURTHER[told.state] < _FURTHER[known.state]):
        return
    known.state, known.quantities = told.state, dict(told.quantities) or known.quantities
    known.carrier = one_line(told.carrier, limit=120) or known.carrier
    known.tracking_number = one_line(told.tracking_number, limit=120) or known.tracking_number
    known.tracking_address = web_address(told.tracking_address, 1000) or known.tracking_address
    known.shipped_at = told.shipped_at or known.shipped_at
    known.delivered_at = (
        (told.delivered_at or known.delivered_at or told.updated_at) if told.state == Shipment.State.DELIVERED else None
    )
    known.source_at = told.updated_at or known.source_at
    known.save()


def _is_older(told: datetime | None, known: datetime | None, is_step_back: bool) -> bool:
    """Of two that say the same moment, or none, the one that is further on is believed."""
    return told < known if told and known and told != known else is_step_back


def _take_refund(order: Order, told: RefundFacts) -> None:
    """Once told, what it is for stays; what was pending may come through, and what failed is as if it had never been, also when older
    news of it come late."""
    known, failed = order.refunds.filter(external_id=told.external_id).first(), _failed(told.external_id)
    if told.is_void and failed not in order.told:
        order.told = [*order.told, failed]
    if failed in order.told:
        if known:
            known.delete()
        return
    if told.is_total:
        if any(word.startswith(FAILED) for word in order.told):
            return  # nobody knows whether it counts what failed; each refund is told by itself
        told = replace(
            told, amount=told.amount - sum(each.amount for each in order.refunds.exclude(external_id=told.external_id))
        )
        if told.amount <= 0:
            return
    elif known is None and (known := _told_in_total(order, told)) is not None:
        return
    if known and not (known.is_pending and not told.is_pending) and known.amount == told.amount:
        return
    facts = {"amount": told.amount, "shipping": told.shipping, "at": told.at, "is_pending": told.is_pending}
    facts["reason"] = one_line(told.reason, limit=300)
    refund, _is_new = Refund.objects.update_or_create(order=order, external_id=told.external_id, defaults=facts)
    _part(refund, told, order)
    RefundRequest.objects.filter(order=order, answered_at=None, at__lte=told.at).update(answered_at=told.at)


def _part(refund: Refund, told: RefundFacts, order: Order) -> None:
    parts = lines_of(told, order=order)
    RefundLine.objects.filter(refund=refund).delete()
    for part in parts:
        part.refund = refund
    RefundLine.objects.bulk_create(parts)


def drop_lines(order: Order, gone: QuerySet[OrderLine]) -> None:
    """Lines that the shop names no more, but for those sent back. What was refunded of them is parted anew, as money, among those
    that are left.
    """
    lines = list(gone.filter(returns=None).values_list("pk", flat=True))
    if not lines:
        return
    refunds = list(order.refunds.filter(lines__line__in=lines).distinct())
    RefundLine.objects.filter(refund__in=refunds).delete()
    order.lines.filter(pk__in=lines).delete()
    for each in refunds:
        told = RefundFacts(external_id=each.external_id, amount=each.amount, at=each.at, shipping=each.shipping)
        _part(each, told, order)


def _failed(external_id: str) -> str:
    """A short word, whatever shops call it."""
    return f"{FAILED}{hashlib.sha256(external_id.encode()).hexdigest()[:24]}"


def _told_in_total(order: Order, told: RefundFacts) -> Refund | None:
    """The refund that was kept as a part of a total, and is known by its own name from now on."""
    total = order.refunds.filter(external_id__endswith=IN_ALL, amount__gte=told.amount).first()
    if total is None or told.is_pending:
        return None
    if total.amount == told.amount:
        total.external_id = told.external_id
        total.save(update_fields=["external_id"])
        return total
    part = Refund.objects.create(order=order, external_id=told.external_id, amount=told.amount, at=told.at)
    total.amount -= told.amount
    total.save(update_fields=["amount"])
    order.told = [*order.told, f"refund {part.pk}"]  # with the total
    return part


def _take_dispute(order: Order, told: DisputeFacts) -> None:
    known = order.disputes.filter(external_id=told.external_id).first() or Dispute(
        order=order, external_id=told.external_id
    )
    if known.pk and known.state != Dispute.State.OPEN:
        return
    known.amount, known.currency, known.at = told.amount, told.currency, told.at
    known.reason, known.state, known.closed_at = one_line(told.reason, limit=64), told.state, told.closed_at
    known.save()
