"""The lists of orders and returns that pages and the API share."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Q, QuerySet

from regulars.commerce.models import Order, Return, Shipment, Shop
from regulars.commerce.whose import clean_email
from regulars.customers.models import Customer
from regulars.lib.texts import storable

MOST_PARCELS = 100  # of one number


def orders(words: str = "", *, state: str = "", customer: int | None = None, shop: str = "") -> QuerySet[Order]:
    """Newest first; `words` are a number, an address or a part of a name."""
    found = Order.objects.filter(deleted_at=None).select_related("shop", "customer").order_by("-placed_at", "-pk")
    found = found.filter(customer=customer) if customer else found
    found = found.filter(shop__slug=shop) if shop else found
    return _in_state(found.filter(_said(words)) if storable(words).strip() else found, state)


def _said(words: str) -> Q:
    words = storable(words).strip()[:200]
    if address := clean_email(words):
        return Q(email=address)
    number = words.lstrip("#")
    parcels = Shipment.objects.filter(tracking_number=words).values_list("order", flat=True)[:MOST_PARCELS]
    return (
        Q(number__istartswith=number)
        | Q(number__istartswith=f"#{number}")
        | Q(buyer__icontains=words)
        | Q(pk__in=list(parcels))
        | Q(shop__in=list(Shop.objects.values_list("pk", flat=True)), external_id=words)  # by its index
    )


def _in_state(found: QuerySet[Order], state: str) -> QuerySet[Order]:
    if state == "open":
        return found.filter(is_test=False, cancelled_at=None, delivered_at=None, is_complete=False)
    if state == "unpaid":
        return found.filter(paid__in=(Order.Paid.PENDING, Order.Paid.PARTLY, Order.Paid.FAILED), cancelled_at=None)
    if state == "shipped":
        return found.filter(shipped__in=(Order.Shipped.SHIPPED, Order.Shipped.PARTLY))
    if state == "refunded":
        return found.filter(refunded__gt=0)
    return found.filter(cancelled_at__isnull=False) if state == "cancelled" else found


def after(found: QuerySet[Order], at: datetime, number: int) -> QuerySet[Order]:
    """Those behind one that was shown."""
    return found.filter(Q(placed_at__lt=at) | Q(placed_at=at, pk__lt=number))


def orders_of(customer: Customer, *, limit: int) -> list[Order]:
    """Their newest, with what is in them."""
    theirs = (
        Order.objects.filter(customer=customer, deleted_at=None)
        .select_related("shop")
        .prefetch_related("lines", "shipments")
    )
    return list(theirs.order_by("-placed_at", "-pk")[:limit])


def returns(state: str = "") -> QuerySet[Return]:
    """The oldest first that wait for us; the newest first of all others."""
    found = Return.objects.select_related("order__shop", "customer").prefetch_related("lines__line")
    state = state if state in Return.State.values else ""
    if state == Return.State.REQUESTED:
        return found.filter(state=state).order_by("at", "pk")
    return (found.filter(state=state) if state else found).order_by("-at", "-pk")


def numbers_of_returns() -> dict[str, int]:
    return dict(Return.objects.order_by().values_list("state").annotate(Count("pk")))


def shops() -> QuerySet[Shop]:
    """With how many calls of each were not understood."""
    return Shop.objects.annotate(unread=Count("calls", filter=Q(calls__state="failed")))
