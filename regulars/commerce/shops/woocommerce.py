"""What WooCommerce's webhooks say. Lines are without tax, after discounts; moments without a zone that end in `_gmt` are UTC."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from regulars.commerce.facts import (
    CustomerFacts,
    Gone,
    LineFacts,
    Nothing,
    OrderFacts,
    PaymentFacts,
    Person,
    ProductFacts,
    RefundFacts,
    Told,
)
from regulars.commerce.models import Shop
from regulars.commerce.shops.given import (
    Thing,
    amount,
    currency_of,
    key,
    many,
    moment,
    name_in,
    part,
    when,
    whole,
    words,
)
from regulars.lib.money import shared

_DRAFTS = {"checkout-draft", "auto-draft", "draft"}
_OVER = {"completed", "refunded", "cancelled", "failed", "trash"}
_SHIPPED = {"completed": "shipped", "shipped": "shipped", "delivered": "delivered"}  # the last two by common extensions


def read(topic: str, thing: Thing, shop: Shop) -> Told:
    """Raises Unreadable."""
    noun, _dot, verb = topic.partition(".")
    thing = part(thing, noun) or thing  # as the old API wrapped it
    if noun in ("order", "product") and verb == "deleted":
        return Gone(what=noun, external_id=key(thing))
    if verb in ("created", "updated", "restored"):
        if noun == "order":
            return _order(thing, shop, verb)
        if noun == "product":
            return _product(thing)
        if noun == "customer":
            return CustomerFacts(person=_customer(thing, shop), is_new=verb == "created")
    return Nothing(why=f"We do not read {topic}.")


def _order(thing: Thing, shop: Shop, verb: str) -> Told:
    status = words(thing, "status").removeprefix("wc-")
    if status in _DRAFTS:
        return Nothing(why="Somebody still fills their basket.")
    currency, is_included = currency_of(thing), thing.get("prices_include_tax") is True
    placed_at = moment(thing, "date_created_gmt", "date_created")
    updated_at = when(thing, "date_modified_gmt", "date_modified") or placed_at
    paid_at = when(thing, "date_paid_gmt", "date_paid")
    cards = sum(
        amount(each, "amount", currency) for name in ("gift_cards", "gift_card_lines") for each in many(thing, name)
    )
    paid = _paid(status, words(thing, "payment_method"), paid_at)
    facts = OrderFacts(
        external_id=key(thing),
        number=words(thing, "number", "id"),
        currency=currency,
        placed_at=placed_at,
        updated_at=updated_at,
        person=_buyer(thing, shop),
        lines=_lines(thing, currency, is_included),
        total=amount(thing, "total", currency) + cards,  # what they pay of the total is taken off it here
        tax=amount(thing, "total_tax", currency),
        shipping=amount(thing, "shipping_total", currency),
        discount=amount(thing, "discount_total", currency),
        gift_card=cards,
        is_tax_included=is_included,
        paid=paid,
        shipped=_SHIPPED.get(status, ""),
        is_complete=status in _OVER,
        paid_at=paid_at or (updated_at if paid in ("paid", "refunded") else None),
        shipped_at=when(thing, "date_completed_gmt", "date_completed") if status in _SHIPPED else None,
        delivered_at=updated_at if status == "delivered" else None,
        cancelled_at=updated_at if status in ("cancelled", "trash") else None,
        address=_admin(shop, key(thing)),
        refunds=tuple(_refund(each, currency, updated_at) for each in many(thing, "refunds")),
        is_news=verb == "created",
        is_restored=verb == "restored",
    )
    return replace(facts, payments=_payments(thing, facts)) if paid_at else facts


def _paid(status: str, method: str, paid_at: datetime | None) -> str:
    if status in ("failed", "refunded"):
        return status
    if status in ("cancelled", "trash"):
        return "paid" if paid_at else "voided"
    # Who pays at the door has an order in progress that nobody has paid yet.
    return "paid" if paid_at or status == "completed" or (status == "processing" and method != "cod") else "pending"


def _payments(thing: Thing, order: OrderFacts) -> tuple[PaymentFacts, ...]:
    way = words(thing, "payment_method_title", "payment_method")
    paid = order.total - order.gift_card
    name = words(thing, "transaction_id")[:128] or f"order {order.external_id}"
    at = order.paid_at or order.placed_at
    return (PaymentFacts(external_id=name, amount=paid, currency=order.currency, at=at, way=way),) if paid > 0 else ()


def _lines(thing: Thing, currency: str, is_included: bool) -> tuple[LineFacts, ...]:
    """Fees below zero are discounts by another name (points, vouchers): shared among the goods."""
    lines = [_line(each, currency, is_included) for each in many(thing, "line_items")]
    fees = [amount(each, "total", currency) for each in many(thing, "fee_lines")]
    taken_off = min(-sum(fee for fee in fees if fee < 0), sum(line.net for line in lines))
    parts = shared(taken_off, [line.net for line in lines])
    return tuple(
        replace(line, net=line.net - share, discount=line.discount + share)
        for line, share in zip(lines, parts, strict=True)
    )


def _line(thing: Thing, currency: str, is_included: bool) -> LineFacts:
    net, tax = amount(thing, "total", currency), amount(thing, "total_tax", currency)
    price, price_tax = amount(thing, "subtotal", currency), amount(thing, "subtotal_tax", currency)
    price, after = (price + price_tax, net + tax) if is_included else (price, net)
    return LineFacts(
        external_id=key(thing),
        title=words(thing, "parent_name", "name") or "?",
        variant=", ".join(
            words(each, "display_value")
            for each in many(thing, "meta_data")
            if words(each, "display_key")[:1].isalpha()
        )[:200],
        sku=words(thing, "sku"),
        product=words(thing, "product_id").removeprefix("0"),
        quantity=whole(thing, "quantity"),
        price=price,
        discount=max(price - after, 0),
        tax=tax,
        net=max(net, 0),
    )


def _refund(thing: Thing, currency: str, at: datetime) -> RefundFacts:
    """How much and why is all that an order says of its refunds."""
    back = abs(amount(thing, "total" if "total" in thing else "amount", currency))
    return RefundFacts(
        external_id=key(thing), amount=back, at=when(thing, "date_created_gmt") or at, reason=words(thing, "reason")
    )


def _buyer(thing: Thing, shop: Shop) -> Person:
    billing, parcel = part(thing, "billing"), part(thing, "shipping")
    known = words(thing, "customer_id")
    return Person(
        email=words(billing, "email"),
        phone=words(billing, "phone") or words(parcel, "phone"),
        name=name_in(billing) or name_in(parcel) or words(billing, "company"),
        external_id=f"{shop.slug}:{known}" if known not in ("", "0") else "",
        region=words(billing, "country"),
    )


def _customer(thing: Thing, shop: Shop) -> Person:
    billing = part(thing, "billing")
    return Person(
        email=words(thing, "email") or words(billing, "email"),
        phone=words(billing, "phone"),
        name=name_in(thing) or name_in(billing),
        external_id=f"{shop.slug}:{key(thing)}",
        region=words(billing, "country"),
    )


def _admin(shop: Shop, number: str) -> str:
    site = urlsplit(shop.website)
    place = f"{site.path.rstrip('/')}/wp-admin/admin.php?page=wc-orders&action=edit&id={number}"
    return f"{site.scheme}://{site.netloc}{place}" if site.netloc else ""


def _product(thing: Thing) -> ProductFacts:
    pictures = many(thing, "images")
    labels = [words(each, "name") for name in ("categories", "tags", "brands") for each in many(thing, name)]
    return ProductFacts(
        external_id=key(thing),
        title=words(thing, "name") or "?",
        categories=tuple(dict.fromkeys(filter(None, labels))),
        skus=tuple(filter(None, [words(thing, "sku")])),
        address=words(thing, "permalink"),
        picture=words(pictures[0], "src") if pictures else "",
        is_sold=words(thing, "status") in ("", "publish") and thing.get("purchasable") is not False,
        updated_at=when(thing, "date_modified_gmt", "date_modified"),
    )
