"""What shops send, in the shapes that they send it in: written by hand after their documentation. Each call is signed as the shop signs."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from copy import deepcopy
from typing import Any

from django.test import Client

from regulars.commerce.actions.take_shop_calls import take_shop_calls
from regulars.commerce.models import Shop, ShopCall

SECRET = "whsec_kettle"
Thing = dict[str, Any]


def a_shop(kind: str, **facts: Any) -> Shop:
    website = {"shopify": "https://kettle.myshopify.com", "woocommerce": "https://kettle.example/shop"}.get(kind, "")
    return Shop.objects.create(kind=kind, name=f"Kettle on {kind}", slug=kind, website=website, secret=SECRET, **facts)


def send(
    shop: Shop,
    topic: str,
    thing: Any,
    *,
    delivery: str = "",
    secret: str = SECRET,
    at: float | None = None,
    reads: bool = True,
) -> int:
    """One call, over HTTP, and what is waiting is read. Returns the status it was answered with."""
    body = thing if isinstance(thing, bytes) else json.dumps(thing).encode()
    delivery = delivery or hashlib.sha256(topic.encode() + body).hexdigest()[:36]
    headers = {"shopify": _shopify, "woocommerce": _woocommerce, "stripe": _stripe}[shop.kind](
        topic, body, delivery, secret, at
    )
    answer = Client().post(f"/from-shops/{shop.slug}", body, content_type="application/json", headers=headers)
    while reads and take_shop_calls():
        pass
    return answer.status_code


def the_call(shop: Shop) -> ShopCall:
    return ShopCall.objects.filter(shop=shop).latest("pk")


def _signed(body: bytes, secret: str) -> str:
    return base64.b64encode(hmac.digest(secret.encode(), body, hashlib.sha256)).decode()


def _shopify(topic: str, body: bytes, delivery: str, secret: str, _at: float | None) -> dict[str, str]:
    return {
        "X-Shopify-Topic": topic, "X-Shopify-Hmac-Sha256": _signed(body, secret), "X-Shopify-Shop-Domain": "kettle.myshopify.com",
        "X-Shopify-API-Version": "2026-04", "X-Shopify-Webhook-Id": delivery, "X-Shopify-Event-Id": f"e{delivery}",
    }  # fmt: skip


def _woocommerce(topic: str, body: bytes, delivery: str, secret: str, _at: float | None) -> dict[str, str]:
    resource, _dot, event = topic.partition(".")
    return {
        "X-WC-Webhook-Source": "https://kettle.example/shop/", "X-WC-Webhook-Topic": topic, "X-WC-Webhook-Resource": resource,
        "X-WC-Webhook-Event": event, "X-WC-Webhook-Signature": _signed(body, secret), "X-WC-Webhook-ID": "7", "X-WC-Webhook-Delivery-ID": delivery,
    }  # fmt: skip


def _stripe(_topic: str, body: bytes, _delivery: str, secret: str, at: float | None) -> dict[str, str]:
    stamp = str(int(time.time() if at is None else at))
    due = hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    return {"Stripe-Signature": f"t={stamp},v1={'0' * 64},v1={due},v0=old"}


def money(amount: str, currency: str = "EUR", shown: str = "", shown_in: str = "") -> Thing:
    ours = {"amount": amount, "currency_code": currency}
    return {"shop_money": ours, "presentment_money": {"amount": shown or amount, "currency_code": shown_in or currency}}


def shopify_line(
    number: int, title: str, price: str, quantity: int = 1, *, tax: str = "0.00", off: str = "", **facts: Any
) -> Thing:
    allocations = [{"amount": off, "amount_set": money(off), "discount_application_index": 0}] if off else []
    taxes = [{"price": tax, "rate": 0.2, "title": "TVA", "price_set": money(tax), "channel_liable": False}]
    return {
        "id": number, "admin_graphql_api_id": f"gid://shopify/LineItem/{number}", "current_quantity": quantity, "fulfillable_quantity": quantity,
        "fulfillment_service": "manual", "fulfillment_status": None, "gift_card": False, "grams": 250, "name": title, "price": price,
        "price_set": money(price), "product_exists": True, "product_id": number + 9000, "properties": [], "quantity": quantity,
        "requires_shipping": True, "sku": f"SKU-{number}", "taxable": True, "title": title, "total_discount": "0.00",
        "total_discount_set": money("0.00"), "variant_id": number + 500, "variant_inventory_management": "shopify", "variant_title": "250 g",
        "vendor": "Kettle & Crumb", "tax_lines": taxes, "duties": [], "discount_allocations": allocations, **facts,
    }  # fmt: skip


# Two bags of beans and a grinder; 10 % off the goods by a code; French VAT of 20 % within the prices; paid by card.
SHOPIFY_ORDER: Thing = {
    "id": 5612340001, "admin_graphql_api_id": "gid://shopify/Order/5612340001", "app_id": 580111, "browser_ip": "192.0.2.7",
    "buyer_accepts_marketing": True, "cancel_reason": None, "cancelled_at": None, "cart_token": None, "checkout_id": 3301, "closed_at": None,
    "confirmed": True, "contact_email": "ada@moreau.example", "created_at": "2026-11-20T09:12:31+01:00", "currency": "EUR",
    "current_subtotal_price": "108.00", "current_total_price": "114.00", "current_total_tax": "19.00", "customer_locale": "fr-FR",
    "discount_codes": [{"code": "WELCOME10", "amount": "12.00", "type": "percentage"}], "email": "Ada@Moreau.example", "estimated_taxes": False,
    "financial_status": "paid", "fulfillment_status": None, "name": "#1001", "note": None, "number": 1, "order_number": 1001,
    "order_status_url": "https://kettle.example/1/orders/abc/authenticate?key=k", "payment_gateway_names": ["shopify_payments"],
    "phone": None, "presentment_currency": "EUR", "processed_at": "2026-11-20T09:12:30+01:00", "source_name": "web", "subtotal_price": "108.00",
    "tags": "", "tax_lines": [], "taxes_included": True, "test": False, "total_discounts": "12.00", "total_line_items_price": "120.00",
    "total_outstanding": "0.00", "total_price": "114.00", "total_price_set": money("114.00"), "total_shipping_price_set": money("6.00"),
    "total_tax": "19.00", "total_tip_received": "0.00", "updated_at": "2026-11-20T09:12:33+01:00",
    "billing_address": {"first_name": "Ada", "last_name": "Moreau", "name": "Ada Moreau", "country_code": "FR", "phone": None},
    "customer": {"id": 7001, "email": "ada@moreau.example", "first_name": "Ada", "last_name": "Moreau", "phone": None, "currency": "EUR", "tags": "", "state": "enabled"},
    "line_items": [
        shopify_line(101, "Kenya Kiambu", "15.00", 2, tax="4.50", off="3.00"),
        shopify_line(102, "Hand grinder", "90.00", tax="13.50", off="9.00"),
    ],
    "shipping_lines": [{"id": 1, "code": "Colissimo", "title": "Colissimo", "price": "6.00", "discounted_price": "6.00", "discount_allocations": [], "tax_lines": [{"price": "1.00", "rate": 0.2, "title": "TVA"}]}],
    "fulfillments": [], "refunds": [], "payment_terms": None,
}  # fmt: skip


def shopify_order(**facts: Any) -> Thing:
    return deepcopy(SHOPIFY_ORDER) | facts


def shopify_refund(
    number: int = 8801, *, lines: list[Thing] | None = None, amount: str = "67.50", shipping: str = "", **facts: Any
) -> Thing:
    """Back for the grinder, or for `lines`."""
    lines = [{"line_item_id": 102, "quantity": 1, "subtotal": 81.0, "total_tax": 13.5}] if lines is None else lines
    adjustments = [
        {
            "id": 1,
            "kind": "shipping_refund",
            "reason": "Shipping refund",
            "amount": f"-{shipping}",
            "tax_amount": "0.00",
        }
    ]
    return {
        "id": number, "order_id": 5612340001, "created_at": "2026-11-21T10:00:00+01:00", "processed_at": "2026-11-21T10:00:00+01:00",
        "note": "too loud", "restock": True, "user_id": 5, "total_duties_set": money("0.00"), "duties": [],
        "order_adjustments": adjustments if shipping else [],
        "refund_line_items": [{"id": number * 10 + place, "location_id": 3, "restock_type": "return", "subtotal_set": money("0.00"), **each} for place, each in enumerate(lines)],
        "transactions": [{"id": number + 1, "order_id": 5612340001, "kind": "refund", "gateway": "shopify_payments", "status": "success", "amount": amount, "currency": "EUR", "parent_id": 1, "test": False, "created_at": "2026-11-21T10:00:00+01:00"}],
        **facts,
    }  # fmt: skip


def shopify_parcel(**facts: Any) -> Thing:
    return {
        "id": 4401, "order_id": 5612340001, "status": "success", "created_at": "2026-11-20T15:00:00+01:00", "updated_at": "2026-11-20T15:00:00+01:00",
        "service": "manual", "tracking_company": "Colissimo", "shipment_status": None, "location_id": 3, "email": "ada@moreau.example",
        "tracking_number": "6A1", "tracking_numbers": ["6A1"], "tracking_url": "https://colissimo.example/6A1", "name": "#1001.1",
        "line_items": [{"id": 101, "quantity": 2}, {"id": 102, "quantity": 1}], **facts,
    }  # fmt: skip


# Prices without tax; a voucher kept as a fee below zero; paid at the counter of a bank, later.
WOO_ORDER: Thing = {
    "id": 727, "parent_id": 0, "status": "processing", "currency": "USD", "version": "9.4.2", "prices_include_tax": False,
    "date_created": "2026-11-20T17:28:02", "date_modified": "2026-11-20T17:28:08", "date_created_gmt": "2026-11-20T16:28:02",
    "date_modified_gmt": "2026-11-20T16:28:08", "discount_total": "10.00", "discount_tax": "0.50", "shipping_total": "10.00", "shipping_tax": "0.00",
    "cart_tax": "2.25", "total": "52.25", "total_tax": "2.25", "customer_id": 26, "order_key": "wc_order_58d2d042d1d", "number": "KC-727",
    "billing": {"first_name": "Ben", "last_name": "Okafor", "company": "", "email": "ben.okafor@post.example", "phone": "(555) 555-5555", "country": "US"},
    "shipping": {"first_name": "Ben", "last_name": "Okafor", "country": "US"}, "payment_method": "bacs", "payment_method_title": "Direct Bank Transfer",
    "transaction_id": "", "date_paid": "2026-11-20T17:28:08", "date_paid_gmt": "2026-11-20T16:28:08", "date_completed": None, "date_completed_gmt": None,
    "meta_data": [], "tax_lines": [], "coupon_lines": [], "refunds": [],
    "line_items": [
        {"id": 315, "name": "Woo beans", "product_id": 93, "variation_id": 0, "quantity": 2, "tax_class": "", "subtotal": "50.00", "subtotal_tax": "2.50", "total": "45.00", "total_tax": "2.25", "taxes": [], "meta_data": [], "sku": "BEANS", "price": 22.5, "parent_name": None},
        {"id": 316, "name": "Filter - 4 cups", "product_id": 22, "variation_id": 23, "quantity": 1, "subtotal": "5.00", "subtotal_tax": "0.00", "total": "0.00", "total_tax": "0.00", "taxes": [], "sku": "F4", "price": 0,
         "meta_data": [{"id": 1, "key": "pa_size", "value": "4", "display_key": "Size", "display_value": "4 cups"}], "parent_name": "Filter"},
    ],
    "shipping_lines": [{"id": 317, "method_title": "Flat Rate", "method_id": "flat_rate", "total": "10.00", "total_tax": "0.00", "taxes": []}],
    "fee_lines": [{"id": 318, "name": "Voucher", "tax_class": "0", "tax_status": "none", "total": "-5.00", "total_tax": "0.00"}],
    "payment_url": "https://kettle.example/checkout/order-pay/727/", "is_editable": False, "needs_payment": False, "currency_symbol": "$",
}  # fmt: skip


def woo_order(**facts: Any) -> Thing:
    return deepcopy(WOO_ORDER) | facts


CREATED = 1_795_170_000  # 2026-11-20


def stripe(topic: str, thing: Thing, *, live: bool = True, created: int = CREATED, number: str = "") -> Thing:
    number = number or hashlib.sha256(f"{topic}{thing}".encode()).hexdigest()[:24]
    return {"id": f"evt_{number}", "object": "event", "api_version": "2025-09-30.clover", "created": created, "livemode": live, "pending_webhooks": 1, "request": {"id": None}, "type": topic, "data": {"object": thing}}  # fmt: skip


def session(**facts: Any) -> Thing:
    return {
        "id": "cs_live_a1", "object": "checkout.session", "amount_subtotal": 5000, "amount_total": 5500, "client_reference_id": None, "created": CREATED - 60,
        "currency": "eur", "customer": "cus_1", "customer_details": {"address": {"country": "IT"}, "email": "chiara@conti.example", "name": "Chiara Conti", "phone": None},
        "customer_email": None, "invoice": None, "metadata": {}, "mode": "payment", "payment_intent": "pi_1", "payment_status": "paid", "status": "complete",
        "total_details": {"amount_discount": 500, "amount_shipping": 600, "amount_tax": 400}, "shipping_cost": {"amount_subtotal": 600, "amount_tax": 0, "amount_total": 600}, **facts,
    }  # fmt: skip


def intent(**facts: Any) -> Thing:
    return {
        "id": "pi_1", "object": "payment_intent", "amount": 5500, "amount_received": 5500, "created": CREATED - 50, "currency": "eur", "customer": "cus_1",
        "description": None, "latest_charge": "ch_1", "metadata": {}, "payment_method_types": ["card"], "receipt_email": None, "shipping": None, "status": "succeeded", **facts,
    }  # fmt: skip


def charge(**facts: Any) -> Thing:
    return {
        "id": "ch_1", "object": "charge", "amount": 5500, "amount_captured": 5500, "amount_refunded": 0, "captured": True, "paid": True, "refunded": False,
        "billing_details": {"email": "chiara@conti.example", "name": "Chiara Conti", "phone": None}, "created": CREATED - 50, "currency": "eur",
        "customer": "cus_1", "payment_intent": "pi_1", "payment_method_details": {"type": "card", "card": {"brand": "visa"}}, "metadata": {}, **facts,
    }  # fmt: skip
