"""How each kind of shop speaks: a row for each. Adding one is adding a row."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from regulars.commerce.facts import Told
from regulars.commerce.models import Shop
from regulars.commerce.shops import shopify, stripe, woocommerce

TOLERANCE = 300  # seconds that a signed moment may be away from ours, as Stripe advises
Headers = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Protocol:
    """`is_signed(headers, body, secret, now)`; `topic` and `delivery` of the headers and the parsed body; `read` makes facts of it."""

    is_signed: Callable[[Headers, bytes, str, float], bool]
    topic: Callable[[Headers, Any], str]
    delivery: Callable[[Headers, Any], str]
    read: Callable[[str, Any, Shop], Told]
    source: str = ""  # the header that names the shop
    how: Any = ""  # what to do over there, in words
    topics: tuple[str, ...] = ()  # to subscribe to


def _base64_signed(header: str) -> Callable[[Headers, bytes, str, float], bool]:
    def is_signed(headers: Headers, body: bytes, secret: str, now: float) -> bool:
        due = base64.b64encode(hmac.digest(secret.encode(), body, hashlib.sha256)).decode()
        return constant_time_compare(headers.get(header, "").strip(), due)

    return is_signed


def _stripe_signed(headers: Headers, body: bytes, secret: str, now: float) -> bool:
    """One of several signatures fits (while a secret is being renewed there are two), and it was made just now."""
    parts = [each.strip().partition("=") for each in headers.get("Stripe-Signature", "").split(",")]
    stamps = [value for name, _is, value in parts if name == "t" and re.fullmatch("[0-9]{1,12}", value)]
    if not stamps or abs(now - int(stamps[0])) > TOLERANCE:
        return False
    due = hmac.new(secret.encode(), stamps[0].encode() + b"." + body, hashlib.sha256).hexdigest()
    return any(constant_time_compare(value, due) for name, _is, value in parts if name == "v1")


def _woo_delivery(headers: Headers, body: Any) -> str:
    """Of one webhook, all calls within a second have one id: what a call says belongs to it."""
    said = hashlib.sha256(repr(body).encode()).hexdigest()
    return f"{headers.get('X-WC-Webhook-Delivery-ID', '')[:64]} {said[:32]}"


PROTOCOLS: dict[str, Protocol] = {
    Shop.Kind.SHOPIFY: Protocol(
        is_signed=_base64_signed("X-Shopify-Hmac-Sha256"),
        topic=lambda headers, _body: headers.get("X-Shopify-Topic", ""),
        delivery=lambda headers, _body: headers.get("X-Shopify-Webhook-Id", ""),
        read=shopify.read,
        source="X-Shopify-Shop-Domain",
        how=_("In Shopify: Settings, Notifications, Webhooks. Enter this address for each topic, in JSON; the signing secret stands below the list. For an app of your own it is the app’s client secret."),
        topics=("orders/create", "orders/updated", "orders/paid", "orders/cancelled", "orders/fulfilled", "fulfillments/update", "refunds/create", "order_transactions/create", "disputes/create", "disputes/update", "products/create", "products/update", "customers/update", "app/uninstalled"),
    ),
    Shop.Kind.WOOCOMMERCE: Protocol(
        is_signed=_base64_signed("X-WC-Webhook-Signature"),
        topic=lambda headers, _body: headers.get("X-WC-Webhook-Topic", ""),
        delivery=_woo_delivery,
        read=woocommerce.read,
        source="X-WC-Webhook-Source",
        how=_("In WooCommerce: Settings, Advanced, Webhooks. Add one for each topic with this address, API version 3, and the same secret everywhere."),
        topics=("order.created", "order.updated", "order.deleted", "order.restored", "product.created", "product.updated", "product.deleted", "customer.updated"),
    ),
    Shop.Kind.STRIPE: Protocol(
        is_signed=_stripe_signed,
        topic=lambda _headers, body: str(body.get("type", "")),
        delivery=lambda _headers, body: str(body.get("id", "")),
        read=stripe.read,
        how=_("In Stripe: Developers, Webhooks, Add endpoint. Enter this address and choose these events; the signing secret begins with whsec_."),
        topics=("checkout.session.completed", "checkout.session.async_payment_succeeded", "checkout.session.async_payment_failed", "payment_intent.succeeded", "charge.succeeded", "charge.refunded", "refund.created", "refund.updated", "refund.failed", "charge.dispute.created", "charge.dispute.closed", "invoice.paid", "invoice_payment.paid"),
    ),
}  # fmt: skip
