"""Which order is meant."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db import connection
from django.db.models import Q, QuerySet

from regulars.commerce.facts import OrderFacts
from regulars.commerce.models import Order, OrderName, Shop

NEAR = timedelta(hours=1)


def find_order(shop: Shop, *ids: str) -> Order | None:
    """By any id that the shop knows it by; held until this transaction ends, and nobody begins one of these ids meanwhile."""
    ids = tuple(sorted({each for each in ids if each}))
    with connection.cursor() as cursor:
        keys = [f"order:{shop.pk}:{each}" for each in ids]
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(key, 7)) FROM unnest(%s::text[]) AS key", [keys])
    named = OrderName.objects.filter(shop=shop, value__in=ids).values("order")
    return _held(shop).filter(external_id__in=ids).first() or _held(shop).filter(pk__in=named).first()


def alike(told: OrderFacts, shop: Shop) -> Order | None:
    """The same purchase, told of before by somebody who did not know its ids: an invoice and its payment name each other no more.

    By the same customer, over the same amount, within the hour; and one of the two is a sketch.
    """
    buyer = told.person.external_id
    if shop.kind != Shop.Kind.STRIPE or not buyer:
        return None
    near = (told.placed_at - NEAR, told.placed_at + NEAR)
    same = _held(shop).filter(buyer_id=buyer, total=told.total, currency=told.currency, placed_at__range=near)
    if not told.is_sketch:
        return same.filter(source_at=None).exclude(names__value__startswith="in_").first()
    return same.filter(external_id__startswith="in_").exclude(names__value__startswith="pi_").first()


def is_elsewhere(told: OrderFacts, shop: Shop) -> bool:
    """Whether a payment is for an order that another shop has told of: its number and its amount are the same."""
    number = told.number.lstrip("#")
    shops = list(Shop.objects.exclude(pk=shop.pk).values_list("pk", flat=True))
    by_name = Q(shop__in=shops, external_id=number) | Q(number__iexact=number) | Q(number__iexact=f"#{number}")
    same = Order.objects.filter(by_name, shop__in=shops, total=told.total, currency=told.currency)
    return bool(number and shops) and same.exists()


def name_it(order: Order, names: Iterable[str]) -> None:
    """Let the order go by these ids, too."""
    fresh = [OrderName(order=order, shop_id=order.shop_id, value=each) for each in dict.fromkeys(names) if each]
    OrderName.objects.bulk_create(fresh, ignore_conflicts=True)


def _held(shop: Shop) -> QuerySet[Order]:
    return (
        Order.objects.select_for_update(of=("self",))
        .select_related("shop", "customer")
        .filter(shop=shop)
        .order_by("pk")
    )
