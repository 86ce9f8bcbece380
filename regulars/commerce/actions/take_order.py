from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from regulars.commerce.facts import LineFacts, OrderFacts
from regulars.commerce.finding import alike, find_order, name_it
from regulars.commerce.finishing import finish
from regulars.commerce.happening import TABLE, drop_lines, take_happenings
from regulars.commerce.links import web_address
from regulars.commerce.models import Order, OrderLine, Product, Shop
from regulars.commerce.whose import clean_email, whose
from regulars.customers.actor import Actor
from regulars.customers.models import Customer
from regulars.lib.texts import one_line

NEWS_FOR = timedelta(days=7)  # of an order that we first hear of by a change, what is older is history
_AS_TOLD = ["currency", "total", "tax", "shipping", "discount", "gift_card", "is_tax_included", "shown_currency", "shown_total", "is_complete", "cancelled_at", "cancel_reason"]  # fmt: skip
_OF_LINE = ["product", "title", "variant", "sku", "quantity", "price", "discount", "tax", "net", "is_gift_card"]
_RANK = {word: place for place, word in enumerate(Order.Paid.values)}


@transaction.atomic
def take_order(told: OrderFacts, *, shop: Shop, is_history: bool = False) -> Order:
    """Keep an order as it stands now, and tell what has happened to it. Harmless twice; older news change nothing that newer have said.

    `is_history`: what it tells goes on the timeline without anything following from it, and nothing is changed that the shop itself has said.
    """
    customer = whose(told.person, channel=shop.kind, by=Actor("system", name=shop.name), is_told=not is_history)
    order = find_order(shop, told.external_id, *told.names) or alike(told, shop) or _begin(told, shop)
    since = None if told.is_news or order.told else timezone.now() - NEWS_FOR
    if is_history and told.updated_at is None and order.source_at is not None:
        return order  # the shop itself has told of it: what a table says of it is known, under other names
    if _is_newer(told, order):
        if told.updated_at and not told.is_sketch:
            _forget_table(order, told)
        _describe(order, told, customer)
        _take_lines(order, told.lines)
    elif told.is_sketch:
        _fill_in(order, told, customer)
    name_it(order, told.names)
    take_happenings(order, told)
    finish(order, is_history=is_history, since=since)
    return order


def _begin(told: OrderFacts, shop: Shop) -> Order:
    order = Order(shop=shop, external_id=told.external_id, placed_at=told.placed_at, currency=told.currency)
    order.number = told.number or told.external_id
    order.save()
    return order


def _is_newer(told: OrderFacts, order: Order) -> bool:
    """Of two that say the same second, the one that is further on. A sketch is believed only where nothing is known.

    What the shop said before it deleted the order does not bring it back.
    """
    if order.deleted_at and not told.is_restored and told.updated_at and told.updated_at <= order.deleted_at:
        return False
    if told.is_sketch:
        return not order.lines.exists() and order.source_at is None
    if order.source_at is None or told.updated_at is None:
        return True
    if told.updated_at != order.source_at:
        return told.updated_at > order.source_at
    return _RANK[told.paid] >= _RANK[order.said_paid]


def _describe(order: Order, told: OrderFacts, customer: Customer | None) -> None:
    for name in _AS_TOLD:
        setattr(order, name, getattr(told, name))
    order.number = one_line(told.number or order.number or told.external_id, limit=64)
    order.placed_at = told.placed_at
    order.buyer = one_line(told.person.name, limit=200) or order.buyer
    order.buyer_id = told.person.external_id[:160] or order.buyer_id
    order.is_test = told.is_test and not order.shop.takes_tests
    order.said_paid = told.paid
    if told.paid in Order.SETTLED and order.paid_at is None:  # who was waited for has paid just now
        order.paid_at = told.paid_at or (told.updated_at if order.told else told.placed_at)
    order.said_shipped = told.shipped or order.said_shipped
    order.shipped_at, order.delivered_at = told.shipped_at or order.shipped_at, told.delivered_at or order.delivered_at
    order.address, order.status_address = web_address(told.address, 500), web_address(told.status_address, 1000)
    order.source_at = None if told.is_sketch else told.updated_at or order.source_at
    order.deleted_at = None
    _give(order, clean_email(told.person.email), customer)


def _give(order: Order, email: str, customer: Customer | None) -> None:
    """To whom it belongs by its address; one without any stays with whom it is."""
    if customer and (order.customer is None or (email and email != order.email)):
        order.customer = customer
    order.email = email or order.email


def _fill_in(order: Order, told: OrderFacts, customer: Customer | None) -> None:
    if _RANK[told.paid] > _RANK[order.said_paid]:
        order.said_paid, order.paid_at = told.paid, order.paid_at or told.paid_at
    if order.customer is None:
        _give(order, clean_email(told.person.email), customer)


def _take_lines(order: Order, told: tuple[LineFacts, ...] | None) -> None:
    if told is None:
        return
    products = _products(order.shop, told)
    lines = [_line(order, each, products.get(each.product)) for each in told]
    once = {"update_conflicts": True, "unique_fields": ["order", "external_id"], "update_fields": _OF_LINE}
    OrderLine.objects.bulk_create(lines, **once)
    drop_lines(order, order.lines.exclude(external_id__in=[each.external_id for each in told]))


def _forget_table(order: Order, told: OrderFacts) -> None:
    """The shop itself tells of payments or parcels: those that a table has told of the order are the same ones."""
    if told.payments:
        order.payments.filter(external_id=TABLE).delete()
    if told.shipments:
        order.shipments.filter(external_id=TABLE).delete()


def _line(order: Order, told: LineFacts, product: Product | None) -> OrderLine:
    line = OrderLine(order=order, external_id=told.external_id, product=product)
    for name in ("quantity", "price", "discount", "tax", "net", "is_gift_card"):
        setattr(line, name, getattr(told, name))
    line.title, line.variant = one_line(told.title, limit=300) or "?", one_line(told.variant, limit=200)
    line.sku = one_line(told.sku, limit=120)
    return line


def _products(shop: Shop, told: tuple[LineFacts, ...]) -> dict[str, Product]:
    """What the lines name, made where the shop has not told of it yet."""
    named = {each.product: each for each in told if each.product}
    fresh = [
        Product(
            shop=shop,
            external_id=key,
            title=one_line(each.title, limit=300) or "?",
            categories=list(each.categories),
            skus=[each.sku] if each.sku else [],
        )
        for key, each in sorted(named.items())
    ]
    Product.objects.bulk_create(fresh, ignore_conflicts=True)
    known = {each.external_id: each for each in Product.objects.filter(shop=shop, external_id__in=named)}
    for key, product in known.items():
        if named[key].categories and product.source_at is None and product.categories != list(named[key].categories):
            product.categories = list(named[key].categories)
            product.save(update_fields=["categories"])
    return known
