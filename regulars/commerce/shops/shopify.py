"""What Shopify's webhooks say. Amounts are in the shop's own currency, whatever the customer paid in; prices hold the tax or not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlsplit

from regulars.commerce.facts import (
    CustomerFacts,
    DisputeFacts,
    Forget,
    Gone,
    LineFacts,
    Nothing,
    OrderFacts,
    OrderNews,
    PaymentFacts,
    Person,
    ProductFacts,
    Told,
    Uninstalled,
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
    texts,
    when,
    whole,
    words,
)
from regulars.commerce.shops.shopify_news import asked_for, fulfilment, fulfilment_event, refund

_PAID = {
    "authorized": "authorised", "partially_paid": "partly", "paid": "paid", "partially_refunded": "partly refunded",
    "refunded": "refunded", "voided": "voided", "expired": "voided",
}  # fmt: skip
_SHIPPED = {"fulfilled": "shipped", "partial": "partly"}
_PAYMENTS = {("sale", "success"): "done", ("capture", "success"): "done", ("authorization", "success"): "authorised"}
_DISPUTES = {"won": "won", "lost": "lost", "accepted": "lost", "charge_refunded": "lost"}
_WISHES = {"subscribed": True, "unsubscribed": False}
GIFT_CARD = "gift_card"
TIP = "tip_payment_gateway"  # what a line has that is no goods, but a tip
_NOTHING_IN = {
    "orders/edited": "What changed in it comes by orders/updated.",
    "customers/data_request": "Somebody asks what is known about them: it can be exported on their page.",
    "shop/redact": "The shop is gone. Its orders stay until somebody erases whom they are about.",
}


def read(topic: str, thing: Thing, shop: Shop) -> Told:
    """Raises Unreadable."""
    reader = _READERS.get(topic)
    if reader is None:
        return Nothing(why=_NOTHING_IN.get(topic, f"We do not read {topic}."))
    if "id" not in thing and len(thing) == 1:  # as its API wraps it
        thing = part(thing, *thing) or thing
    return reader(thing, shop, topic)


def _order(thing: Thing, shop: Shop, topic: str) -> Told:
    currency, is_included = currency_of(thing), thing.get("taxes_included") is True
    total, placed_at = asked_for(thing, currency), moment(thing, "processed_at", "created_at")
    updated_at = when(thing, "updated_at") or placed_at
    paid = _PAID.get(words(thing, "financial_status"), "pending")
    gateways = texts(thing, "payment_gateway_names")
    facts = OrderFacts(
        external_id=key(thing),
        number=words(thing, "name", "order_number"),
        currency=currency,
        placed_at=placed_at,
        updated_at=updated_at,
        person=_buyer(thing, shop),
        lines=tuple(_line(each, currency, is_included) for each in many(thing, "line_items") if TIP not in each),
        total=total,
        tax=amount(thing, "total_tax", currency),
        shipping=sum(
            _shipping(each, currency, is_included)
            for each in many(thing, "shipping_lines")
            if each.get("is_removed") is not True
        ),
        discount=amount(thing, "total_discounts", currency),
        gift_card=total if gateways and set(gateways) == {GIFT_CARD} else 0,
        is_tax_included=is_included,
        is_test=thing.get("test") is True,
        paid=paid,
        shipped=_SHIPPED.get(words(thing, "fulfillment_status"), ""),
        is_complete=bool(when(thing, "closed_at", "cancelled_at")),
        paid_at=updated_at if topic == "orders/paid" else None,
        cancelled_at=when(thing, "cancelled_at"),
        cancel_reason=words(thing, "cancel_reason")[:64],
        address=_admin(shop, f"orders/{key(thing)}"),
        status_address=words(thing, "order_status_url"),
        payments=tuple(filter(None, (_payment(each, currency) for each in many(thing, "transactions")))),
        shipments=tuple(fulfilment(each) for each in many(thing, "fulfillments")),
        refunds=tuple(filter(None, (refund(each, currency, is_included) for each in many(thing, "refunds")))),
        is_news=topic == "orders/create",
    )
    return _as_shown(facts, thing)


def _as_shown(facts: OrderFacts, thing: Thing) -> OrderFacts:
    """With what the customer saw, where that was in another currency."""
    shown = part(thing, "total_price_set", "presentment_money")
    code = words(shown, "currency_code").upper()
    if len(code) != 3 or code == facts.currency:
        return facts
    return replace(facts, shown_currency=code, shown_total=amount(shown, "amount", code))


def _line(thing: Thing, currency: str, is_included: bool) -> LineFacts:
    quantity = whole(thing, "quantity")
    price = amount(thing, "price", currency) * quantity
    shares = many(thing, "discount_allocations")
    discount = (
        sum(amount(each, "amount", currency) for each in shares)
        if shares
        else amount(thing, "total_discount", currency)
    )
    tax = sum(amount(each, "price", currency) for each in many(thing, "tax_lines"))
    return LineFacts(
        external_id=key(thing),
        title=words(thing, "title", "name") or "?",
        variant=words(thing, "variant_title"),
        sku=words(thing, "sku"),
        product=words(thing, "product_id"),
        quantity=quantity,
        price=price,
        discount=discount,
        tax=tax,
        net=max(price - discount - (tax if is_included else 0), 0),
        is_gift_card=thing.get("gift_card") is True,
    )


def _shipping(thing: Thing, currency: str, is_included: bool) -> int:
    taken_off = sum(amount(each, "amount", currency) for each in many(thing, "discount_allocations"))
    asked = amount(thing, "discounted_price" if "discounted_price" in thing else "price", currency)
    cost = asked if "discounted_price" in thing else asked - taken_off
    return cost - (sum(amount(each, "price", currency) for each in many(thing, "tax_lines")) if is_included else 0)


def _buyer(thing: Thing, shop: Shop) -> Person:
    customer, billing, parcel = part(thing, "customer"), part(thing, "billing_address"), part(thing, "shipping_address")
    return Person(
        email=words(thing, "email", "contact_email") or words(customer, "email"),
        phone=words(thing, "phone") or words(customer, "phone") or words(billing, "phone"),
        name=name_in(customer) or words(billing, "name") or words(parcel, "name"),
        external_id=f"{shop.slug}:{words(customer, 'id')}" if words(customer, "id") else "",
        language=words(thing, "customer_locale"),
        region=words(billing, "country_code") or words(parcel, "country_code"),
    )


def _admin(shop: Shop, place: str) -> str:
    host = urlsplit(shop.website).netloc
    return f"https://{host}/admin/{place}" if host.endswith(".myshopify.com") else ""


def _payment(thing: Thing, currency: str = "") -> PaymentFacts | None:
    state = _PAYMENTS.get((words(thing, "kind"), words(thing, "status")))
    if state is None:
        return None
    money = part(thing, "amount_set", "shop_money")  # where the payment was in another currency than the shop's
    code = currency_of(money, "currency_code") if money else words(thing, "currency").upper() or currency
    at = moment(thing, "processed_at", "created_at")
    way = words(thing, "gateway")
    return PaymentFacts(
        external_id=key(thing), amount=amount(money or thing, "amount", code), currency=code, at=at, way=way, state=state, is_gift_card=way == GIFT_CARD
    )  # fmt: skip


def _transaction(thing: Thing, shop: Shop, topic: str) -> Told:
    paid = _payment(thing)
    return OrderNews(order=(key(thing, "order_id"),), payments=(paid,)) if paid else Nothing(why="No money came by it.")


def _refund(thing: Thing, shop: Shop, topic: str) -> Told:
    back = refund(thing)
    return (
        OrderNews(order=(key(thing, "order_id"),), refunds=(back,)) if back else Nothing(why="Nothing went back by it.")
    )


def _fulfilment(thing: Thing, shop: Shop, topic: str) -> Told:
    return OrderNews(order=(key(thing, "order_id"),), shipments=(fulfilment(thing),))


def _fulfilment_event(thing: Thing, shop: Shop, topic: str) -> Told:
    return OrderNews(order=(key(thing, "order_id"),), shipments=(fulfilment_event(thing),))


def _dispute(thing: Thing, shop: Shop, topic: str) -> Told:
    if words(thing, "type") == "inquiry":
        return Nothing(why="The bank only asks.")
    code = currency_of(thing)
    state = _DISPUTES.get(words(thing, "status"), "open")
    at, closed_at = moment(thing, "initiated_at"), when(thing, "finalized_on")
    facts = DisputeFacts(
        external_id=key(thing), amount=amount(thing, "amount", code), currency=code, at=at, reason=words(thing, "reason"), state=state, closed_at=closed_at
    )  # fmt: skip
    return OrderNews(order=(key(thing, "order_id"),), disputes=(facts,))


def _product(thing: Thing, shop: Shop, topic: str) -> Told:
    kinds = [words(thing, "product_type"), words(part(thing, "category"), "name")]
    host = urlsplit(shop.website).netloc
    return ProductFacts(
        external_id=key(thing),
        title=words(thing, "title") or "?",
        vendor=words(thing, "vendor"),
        categories=tuple(dict.fromkeys(each.strip() for each in [*kinds, *texts(thing, "tags")] if each.strip())),
        skus=tuple(filter(None, (words(each, "sku") for each in many(thing, "variants")))),
        address=f"https://{host}/products/{words(thing, 'handle')}" if host and words(thing, "handle") else "",
        picture=words(part(thing, "image"), "src"),
        is_sold=words(thing, "status") in ("", "active"),
        updated_at=when(thing, "updated_at"),
    )


def _customer(thing: Thing, shop: Shop, topic: str) -> Told:
    consent, home = part(thing, "email_marketing_consent"), part(thing, "default_address")
    person = Person(
        email=words(thing, "email", "email_address"),
        phone=words(thing, "phone"),
        name=name_in(thing),
        external_id=f"{shop.slug}:{key(thing, 'customer_id' if 'customer_id' in thing else 'id')}",
        region=words(home, "country_code"),
    )
    wish = _WISHES.get(words(consent, "state"))
    asked_at = when(consent, "consent_updated_at")
    return CustomerFacts(person=person, wants_mail=wish, asked_at=asked_at, is_new=topic == "customers/create")


def _redact(thing: Thing, shop: Shop, topic: str) -> Told:
    """Who asked to be forgotten. By then often nothing but their orders leads to them."""
    person = part(thing, "customer")
    known = words(person, "id")
    orders = thing.get("orders_to_redact")
    return Forget(
        buyer=f"{shop.slug}:{known}" if known else "",
        email=words(person, "email"),
        orders=tuple(str(each) for each in orders) if isinstance(orders, list) else (),
    )


def _gone(thing: Thing, shop: Shop, topic: str) -> Told:
    return Gone(what=topic.partition("s/")[0], external_id=key(thing))


def _uninstalled(thing: Thing, shop: Shop, topic: str) -> Told:
    return Uninstalled()


_READERS: dict[str, Callable[[Thing, Shop, str], Told]] = {
    **dict.fromkeys(
        (f"orders/{word}" for word in ("create", "updated", "paid", "partially_fulfilled", "fulfilled", "cancelled")), _order
    ),
    "orders/delete": _gone,
    "order_transactions/create": _transaction,
    "refunds/create": _refund,
    "fulfillments/create": _fulfilment,
    "fulfillments/update": _fulfilment,
    "fulfillment_events/create": _fulfilment_event,
    "disputes/create": _dispute,
    "disputes/update": _dispute,
    "products/create": _product,
    "products/update": _product,
    "products/delete": _gone,
    "customers/create": _customer,
    "customers/update": _customer,
    "customers/redact": _redact,
    "customers_email_marketing_consent/update": _customer,
    "app/uninstalled": _uninstalled,
}  # fmt: skip
