"""What Shopify says of parcels and refunds, within an order and by themselves."""

from __future__ import annotations

from regulars.commerce.facts import RefundFacts, RefundLineFacts, ShipmentFacts
from regulars.commerce.shops.given import Thing, amount, key, many, moment, part, when, whole, words

_PARCELS = {
    "delivered": "delivered", "picked_up": "delivered", "failure": "troubled", "attempted_delivery": "troubled", "not_delivered": "troubled",
}  # fmt: skip
_NOT_SENT = {
    "cancelled": "cancelled",
    "error": "cancelled",
    "failure": "cancelled",
    "pending": "prepared",
    "open": "prepared",
}


def fulfilment(thing: Thing) -> ShipmentFacts:
    """A parcel as it stands."""
    updated_at = when(thing, "updated_at")
    state = _NOT_SENT.get(words(thing, "status")) or _PARCELS.get(words(thing, "shipment_status"), "shipped")
    numbers, addresses = thing.get("tracking_numbers"), thing.get("tracking_urls")
    return ShipmentFacts(
        external_id=key(thing),
        state=state,
        carrier=words(thing, "tracking_company"),
        tracking_number=words(thing, "tracking_number") or _first(numbers),
        tracking_address=words(thing, "tracking_url") or _first(addresses),
        quantities={key(each): whole(each, "quantity") for each in many(thing, "line_items")},
        shipped_at=when(thing, "created_at"),
        delivered_at=updated_at if state == "delivered" else None,
        updated_at=updated_at,
    )


def fulfilment_event(thing: Thing) -> ShipmentFacts:
    """That a parcel has come so far."""
    state, at = _PARCELS.get(words(thing, "status"), "shipped"), moment(thing, "happened_at", "created_at")
    return ShipmentFacts(
        external_id=key(thing, "fulfillment_id"),
        state=state,
        delivered_at=at if state == "delivered" else None,
        updated_at=at,
    )


def refund(thing: Thing, currency: str = "", is_included: bool = False) -> RefundFacts | None:
    """What went back: money, goods, or both; None when it is neither. The money is believed of the payments, where they are in the shop's currency.

    `currency` is the order's, when that is known; a refund told by itself names it beside its lines.
    """
    lines, adjustments = many(thing, "refund_line_items"), many(thing, "order_adjustments")
    money = _money(thing)
    currency = currency or _currency(lines, adjustments, money)
    done = [each for each in money if words(each, "status") in ("success", "")]
    under_way = [each for each in money if words(each, "status") == "pending"]
    shipping = _shipping(thing, adjustments, currency)
    counted = [_paid_back(each, currency) for each in done or under_way]
    if (
        None in counted or "transactions" not in thing
    ):  # paid back in the customer's currency: what it is in the shop's stands beside the lines
        total = sum(_worth(each, currency, is_included) for each in lines) + _adjusted(adjustments, currency)
    else:
        total = sum(filter(None, counted))
    if not (total or lines):
        return None
    return RefundFacts(
        external_id=key(thing),
        amount=max(total, 0),
        shipping=min(shipping, max(total, 0)),
        at=moment(thing, "processed_at", "created_at"),
        reason=words(thing, "note"),
        is_pending=bool(under_way and not done),
        lines=tuple(
            RefundLineFacts(
                line=key(each, "line_item_id"),
                quantity=whole(each, "quantity"),
                is_restocked=words(each, "restock_type") not in ("", "no_restock"),
            )
            for each in lines
        ),
    )


def asked_for(order: Thing, currency: str) -> int:
    """What an order comes to. `total_price` keeps what was taken off it before it was paid, and `current_total_price` has lost what was refunded."""
    total, refunds = amount(order, "total_price", currency), many(order, "refunds")
    is_edited = any(many(each, "refund_line_items") and not _money(each) for each in refunds)
    back = [_paid_back(each, currency) for refund in refunds for each in _money(refund)]
    if not is_edited or None in back or "current_total_price" not in order or when(order, "cancelled_at"):
        return total
    return min(total, amount(order, "current_total_price", currency) + sum(filter(None, back)))


def _money(refund: Thing) -> list[Thing]:
    return [each for each in many(refund, "transactions") if words(each, "kind") in ("refund", "")]


def _paid_back(thing: Thing, currency: str) -> int | None:
    ours = part(thing, "amount_set", "shop_money")
    if words(ours, "currency_code").upper() == currency:
        return amount(ours, "amount", currency)
    return amount(thing, "amount", currency) if words(thing, "currency").upper() in ("", currency) else None


def _worth(line: Thing, currency: str, is_included: bool) -> int:
    return amount(line, "subtotal", currency) + (0 if is_included else amount(line, "total_tax", currency))


def _adjusted(adjustments: list[Thing], currency: str) -> int:
    """Adjustments are written from the order's side: what goes back is below zero."""
    return -sum(amount(each, "amount", currency) + amount(each, "tax_amount", currency) for each in adjustments)


def _shipping(thing: Thing, adjustments: list[Thing], currency: str) -> int:
    told = [each for each in adjustments if words(each, "kind") == "shipping_refund"]
    if told:
        return max(_adjusted(told, currency), 0)
    newer = [part(each, "subtotal_amount_set", "shop_money") for each in many(thing, "refund_shipping_lines")]
    return sum(amount(each, "amount", currency) for each in newer)


def _currency(lines: list[Thing], adjustments: list[Thing], money: list[Thing]) -> str:
    places = [part(each, "subtotal_set", "shop_money") for each in lines]
    places += [part(each, "amount_set", "shop_money") for each in [*adjustments, *money]]
    found = [words(each, "currency_code") for each in places] + [words(each, "currency") for each in money]
    return next(filter(None, found), "USD").upper()[:3]


def _first(given: object) -> str:
    return given[0] if isinstance(given, list) and given and isinstance(given[0], str) else ""
