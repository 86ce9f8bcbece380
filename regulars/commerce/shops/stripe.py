"""What Stripe's events say. A session or an invoice is an order; a payment by itself is the sketch of one.

Old and new versions of its API are read alike: a webhook keeps the version that it was made with.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from regulars.commerce.facts import LineFacts, Nothing, OrderFacts, PaymentFacts, Person, Told, Unreadable
from regulars.commerce.models import Shop
from regulars.commerce.shops.given import Thing, currency_of, key, many, moment, part, when, whole, words
from regulars.commerce.shops.stripe_money import named, units
from regulars.commerce.shops.stripe_news import charge_refunded, dispute, invoice_payment, refund

_UNPAID = {"unpaid": "pending"}


def read(topic: str, event: Thing, shop: Shop) -> Told:
    """Raises Unreadable."""
    reader, thing = _READERS.get(topic), part(event, "data", "object")
    if reader is None:
        return Nothing(why=f"We do not read {topic}.")
    if not thing:
        raise Unreadable("The event holds no object.")
    told = reader(thing, event, shop)
    return replace(told, is_test=event.get("livemode") is False) if isinstance(told, OrderFacts) else told


def _session(thing: Thing, event: Thing, shop: Shop) -> Told:
    if words(thing, "mode") == "setup" or thing.get("amount_total") is None:
        return Nothing(why="Nothing was bought in this session.")
    code, at = currency_of(thing), moment(event, "created")
    details = part(thing, "total_details")
    total, tax = units(thing, "amount_total", code), units(details, "amount_tax", code)
    shipping = units(part(thing, "shipping_cost"), "amount_subtotal", code) or units(details, "amount_shipping", code)
    paid = "failed" if words(event, "type").endswith("_failed") else _UNPAID.get(words(thing, "payment_status"), "paid")
    payment = named(thing, "payment_intent") or key(thing)
    facts = OrderFacts(
        external_id=key(thing),
        names=(named(thing, "payment_intent"), named(thing, "invoice")),
        number=_number(thing) or key(thing)[-8:].upper(),
        currency=code,
        placed_at=when(thing, "created") or at,
        updated_at=at,
        person=_person(part(thing, "customer_details"), thing, shop),
        total=total,
        tax=tax,
        shipping=shipping,
        discount=units(details, "amount_discount", code),
        paid=paid,
        paid_at=at if paid == "paid" else None,
        is_complete=paid == "paid",  # of parcels Stripe knows nothing
        payments=(PaymentFacts(external_id=payment, amount=total, currency=code, at=at, way="Stripe"),)
        if paid == "paid" and total
        else (),
    )
    lines = tuple(_item(each, code) for each in many(thing, "line_items"))
    facts = replace(facts, lines=lines or _as_one(facts, units(thing, "amount_subtotal", code)))
    return _as_shown(facts, part(thing, "presentment_details"))


def _invoice(thing: Thing, event: Thing, shop: Shop) -> Told:
    code, at = currency_of(thing), moment(event, "created")
    total = units(thing, "total", code)
    if total <= 0:
        return Nothing(why="An invoice over nothing.")
    taxes = units(thing, "tax", code) or sum(units(each, "amount", code) for each in many(thing, "total_taxes"))
    payments = [part(each, "payment") for each in many(thing, "payments")]
    ids = (
        named(thing, "payment_intent"),
        named(thing, "charge"),
        *(named(each, "payment_intent") for each in payments),
    )
    paid_at = when(part(thing, "status_transitions"), "paid_at") or at
    facts = OrderFacts(
        external_id=key(thing),
        names=tuple(filter(None, ids)),
        number=words(thing, "number") or key(thing)[-8:].upper(),
        currency=code,
        placed_at=when(thing, "created") or at,
        updated_at=at,
        person=_invoiced(thing, shop),
        lines=tuple(_invoice_line(each, code) for each in many(thing, "lines")),
        total=total,
        tax=taxes,
        shipping=units(part(thing, "shipping_cost"), "amount_subtotal", code),
        discount=sum(units(each, "amount", code) for each in many(thing, "total_discount_amounts")),
        paid="paid",
        paid_at=paid_at,
        is_complete=True,
        status_address=words(thing, "hosted_invoice_url"),
    )
    paid = units(thing, "amount_paid", code)
    way = next(filter(None, ids), facts.external_id)
    return replace(
        facts,
        payments=(PaymentFacts(external_id=way, amount=paid, currency=code, at=paid_at, way="Stripe"),) if paid else (),
    )


def _intent(thing: Thing, event: Thing, shop: Shop) -> Told:
    """A payment that may be all there is to know of a purchase, or may belong to a session or an invoice."""
    code, at = currency_of(thing), moment(event, "created")
    charges = many(thing, "charges")
    person = _person(part(charges[0], "billing_details") if charges else {}, thing, shop)
    names = (key(thing), named(thing, "latest_charge") or (key(charges[0]) if charges else ""), named(thing, "invoice"))
    total = units(thing, "amount_received", code) or units(thing, "amount", code)
    return _sketch(thing, names, total=total, code=code, at=at, person=person)


def _charge(thing: Thing, event: Thing, shop: Shop) -> Told:
    """What a payment took. Old integrations have no intent."""
    if thing.get("paid") is False or thing.get("captured") is False:
        return Nothing(why="No money came by it.")
    code, at = currency_of(thing), moment(event, "created")
    names = (named(thing, "payment_intent") or key(thing), key(thing), named(thing, "invoice"))
    person = _person(part(thing, "billing_details"), thing, shop)
    total = units(thing, "amount_captured", code) or units(thing, "amount", code)  # more may have been set aside
    told = _sketch(thing, names, total=total, code=code, at=at, person=person)
    way = part(thing, "payment_method_details")
    brand = words(part(way, "card"), "brand") or words(way, "type")
    return replace(told, payments=tuple(replace(each, way=brand or each.way) for each in told.payments))


def _sketch(thing: Thing, names: tuple[str, ...], *, total: int, code: str, at: Any, person: Person) -> OrderFacts:
    facts = OrderFacts(
        external_id=names[0],
        names=tuple(filter(None, names)),
        number=_number(thing) or names[0][-8:].upper(),
        currency=code,
        placed_at=when(thing, "created") or at,
        updated_at=at,
        person=person,
        total=total,
        paid="paid",
        paid_at=at,
        is_complete=True,
        payments=(PaymentFacts(external_id=names[0], amount=total, currency=code, at=at, way="Stripe"),),
        is_sketch=True,
    )
    return replace(facts, lines=_as_one(facts, total, title=words(thing, "description")))


def _as_one(facts: OrderFacts, subtotal: int, *, title: str = "") -> tuple[LineFacts, ...]:
    """Of what was bought nothing is told but what it cost."""
    net = max(facts.total - facts.tax - facts.shipping, 0)
    price = max(subtotal, net)
    return (
        LineFacts(
            external_id="all",
            title=title or "Stripe",
            quantity=1,
            price=price,
            discount=price - net,
            tax=facts.tax,
            net=net,
        ),
    )


def _item(thing: Thing, code: str) -> LineFacts:
    tax, total = units(thing, "amount_tax", code), units(thing, "amount_total", code)
    price = part(thing, "price")
    return LineFacts(
        external_id=key(thing),
        title=words(thing, "description") or "?",
        product=named(price, "product"),
        quantity=whole(thing, "quantity", 1),
        price=units(thing, "amount_subtotal", code),
        discount=units(thing, "amount_discount", code),
        tax=tax,
        net=max(total - tax, 0),
    )


def _invoice_line(thing: Thing, code: str) -> LineFacts:
    price, priced = part(thing, "price"), part(thing, "pricing", "price_details")
    taxes = [*many(thing, "tax_amounts"), *many(thing, "taxes")]
    tax = sum(units(each, "amount", code) for each in taxes)
    within = sum(
        units(each, "amount", code)
        for each in taxes
        if each.get("inclusive") is True or each.get("tax_behavior") == "inclusive"
    )
    discount = sum(units(each, "amount", code) for each in many(thing, "discount_amounts"))
    asked = units(thing, "amount", code)
    return LineFacts(
        external_id=key(thing),
        title=words(thing, "description") or "?",
        product=named(price, "product") or named(priced, "product"),
        quantity=whole(thing, "quantity", 1),
        price=asked,
        discount=discount,
        tax=tax,
        net=max(asked - discount - within, 0),
    )


def _as_shown(facts: OrderFacts, shown: Thing) -> OrderFacts:
    code = words(shown, "presentment_currency").upper()
    return (
        replace(facts, shown_currency=code, shown_total=units(shown, "presentment_amount", code))
        if len(code) == 3
        else facts
    )


def _number(thing: Thing) -> str:
    """As the house calls the order, when it has told Stripe."""
    said = part(thing, "metadata")
    return words(said, "order_number", "order_id", "orderId") or words(thing, "client_reference_id")


def _person(details: Thing, thing: Thing, shop: Shop) -> Person:
    known, parcel = named(thing, "customer"), part(thing, "shipping")
    return Person(
        email=words(details, "email") or words(thing, "receipt_email", "customer_email"),
        phone=words(details, "phone") or words(parcel, "phone"),
        name=words(details, "name") or words(parcel, "name"),
        external_id=f"{shop.slug}:{known}" if known else "",
        region=words(part(details, "address"), "country"),
    )


def _invoiced(thing: Thing, shop: Shop) -> Person:
    details = {
        "email": words(thing, "customer_email"),
        "name": words(thing, "customer_name"),
        "phone": words(thing, "customer_phone"),
    }
    return _person(details, thing, shop)


_READERS: dict[str, Callable[[Thing, Thing, Shop], Told]] = {
    "checkout.session.completed": _session,
    "checkout.session.async_payment_succeeded": _session,
    "checkout.session.async_payment_failed": _session,
    "invoice.paid": _invoice,
    "invoice.payment_succeeded": _invoice,
    "invoice_payment.paid": invoice_payment,
    "payment_intent.succeeded": _intent,
    "charge.succeeded": _charge,
    "charge.captured": _charge,
    "charge.refunded": charge_refunded,
    **dict.fromkeys(("refund.created", "refund.updated", "refund.failed", "charge.refund.updated"), refund),
    **dict.fromkeys(
        (f"charge.dispute.{word}" for word in ("created", "updated", "closed", "funds_withdrawn", "funds_reinstated")),
        dispute,
    ),
}
