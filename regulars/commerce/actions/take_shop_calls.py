from __future__ import annotations

import json
import logging
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Min
from django.utils import timezone

from regulars.commerce.actions.forget_buyer import forget_buyer
from regulars.commerce.actions.take_away import take_away
from regulars.commerce.actions.take_customer import take_customer
from regulars.commerce.actions.take_news import take_news
from regulars.commerce.actions.take_order import take_order
from regulars.commerce.actions.take_product import take_product
from regulars.commerce.facts import (
    CustomerFacts,
    Forget,
    Gone,
    Nothing,
    NotYet,
    OrderFacts,
    OrderNews,
    ProductFacts,
    Told,
    Uninstalled,
    Unreadable,
)
from regulars.commerce.finding import is_elsewhere
from regulars.commerce.models import Order, Product, Shop, ShopCall
from regulars.commerce.shops.protocols import PROTOCOLS
from regulars.lib.drain import claim
from regulars.lib.texts import storable

log = logging.getLogger(__name__)

PATIENCE = timedelta(days=2)  # for the order that a refund or a parcel speaks of
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=10), timedelta(hours=1)


def take_shop_calls() -> int:
    """Read the next call of a shop. Returns how many were looked at. One that makes trouble stays as it came, for a person to see."""
    waiting = ShopCall.objects.filter(state=ShopCall.State.WAITING, due_at__lte=timezone.now())
    with claim(waiting.select_related("shop").order_by("due_at", "pk")) as calls:
        for call in calls:
            _take(call)
    return len(calls)


def next_due() -> datetime | None:
    """When a call that waits for its order is looked at again."""
    return ShopCall.objects.filter(state=ShopCall.State.WAITING).aggregate(at=Min("due_at"))["at"]


def _take(call: ShopCall) -> None:
    call.attempts += 1
    try:
        with transaction.atomic():
            call.state, call.error = _read(call)
    except (
        OperationalError,
        InterfaceError,
    ):  # the database is away, or two were in each other’s way: not the call’s fault
        raise
    except NotYet as wait:
        _put_off(call, str(wait))
    except Exception as error:
        if not isinstance(error, Unreadable):
            log.warning("Call %s of %s cannot be read: %s", call.pk, call.shop, error, exc_info=True)
        call.state, call.error = ShopCall.State.FAILED, str(error) or type(error).__name__
    call.error = storable(call.error)[:2000]
    call.save(update_fields=["state", "error", "attempts", "due_at", "order", "customer"])


def _put_off(call: ShopCall, why: str) -> None:
    now = timezone.now()
    call.error = why
    if now - call.came_at > PATIENCE and call.attempts > 3:
        call.state = ShopCall.State.FAILED
    call.due_at = now + min(FIRST_WAIT * 2 ** min(call.attempts - 1, 12), LONGEST_WAIT)


def _read(call: ShopCall) -> tuple[str, str]:
    try:
        given = json.loads(bytes(call.body))
    except (ValueError, RecursionError):
        raise Unreadable("This is no JSON.") from None
    if not isinstance(given, dict):
        raise Unreadable("This is no object.")
    told = PROTOCOLS[call.shop.kind].read(call.topic, given, call.shop)
    if why := _take_told(told, call):
        return ShopCall.State.SKIPPED, why
    return ShopCall.State.DONE, ""


def _take_told(told: Told, call: ShopCall) -> str:
    """Why there was nothing to take; nothing when something was."""
    shop = call.shop
    match told:
        case Nothing(why=why):
            return why
        case OrderFacts() if told.is_sketch and is_elsewhere(told, shop):
            return "It pays for an order of another shop."
        case OrderFacts():
            _keep_order(call, take_order(told, shop=shop))
        case OrderNews():
            order = take_news(told, shop=shop)
            if order is None:
                raise NotYet(f"Order {' or '.join(told.order) or '?'} has not come yet.")
            _keep_order(call, order)
        case ProductFacts():
            take_product(told, shop=shop)
        case CustomerFacts():
            call.customer = take_customer(told, shop=shop)
            return "" if call.customer else "We do not know them."
        case Gone():
            return _take_away(told, call)
        case Forget():
            forget_buyer(told, shop=shop)
            ShopCall.objects.filter(pk=call.pk).update(body=b"{}")  # it says who it was
        case Uninstalled():
            Shop.objects.filter(pk=shop.pk).update(uninstalled_at=timezone.now())
    return ""


def _keep_order(call: ShopCall, order: Order) -> None:
    call.order, call.customer = order, order.customer


def _take_away(told: Gone, call: ShopCall) -> str:
    if told.what == "product":
        found = Product.objects.filter(shop=call.shop, external_id=told.external_id).update(is_sold=False)
        return "" if found else "We do not know it."
    order = take_away(told, shop=call.shop)
    if order is None:
        return "We do not know it."
    _keep_order(call, order)
    return ""
