"""What the columns of tables are called: here, in other tables, and in what Shopify and WooCommerce's usual plugins write."""

from __future__ import annotations

from regulars.commerce.models import Order

ORDER_COLUMNS = (
    "order", "number", "placed_at", "currency", "email", "name", "phone", "subtotal", "total", "tax", "shipping", "discount", "gift_card", "paid",
    "paid_at", "shipped_at", "delivered_at", "cancelled_at", "refunded", "title", "sku", "product", "category", "quantity", "price",
    "line_discount", "line_total", "line_tax",
)  # fmt: skip
PRODUCT_COLUMNS = ("product", "title", "vendor", "category", "sku", "price", "currency", "address")
NEEDED = {"orders": ("order", "placed_at", "title"), "products": ("product", "title")}
MOMENTS = tuple(name for name in ORDER_COLUMNS if name.endswith("_at"))

_ORDERS = {
    "order": "order_id id",
    "number": "order_number",
    "placed_at": "date created_at created order_date date_created",
    "currency": "order_currency currency_code",
    "email": "customer_email billing_email email_(billing) e_mail email_address",
    "name": "customer customer_name billing_name billing_full_name full_name",
    "first_name": "billing_first_name first_name_(billing)",
    "last_name": "billing_last_name last_name_(billing)",
    "phone": "billing_phone phone_(billing)",
    "region": "billing_country country_code_(billing)",
    "total": "order_total order_total_amount grand_total total_price",
    "tax": "taxes tax_total total_tax order_total_tax_amount",
    "shipping": "shipping_total order_shipping_amount shipping_cost",
    "discount": "discount_total cart_discount cart_discount_amount discount_amount",
    "paid": "financial_status payment_status order_status status",
    "paid_at": "paid_date date_paid",
    "way": "payment_method payment_method_title",
    "shipped": "fulfillment_status",
    "shipped_at": "fulfilled_at completed_date date_completed",
    "refunded": "refunded_amount refunded_total order_refund_amount",
    "title": "product_title item item_name product_name lineitem_name",
    "sku": "item_sku product_sku lineitem_sku",
    "product": "product_id item_product_id",
    "category": "categories",
    "quantity": "qty item_quantity lineitem_quantity quantity_(_refund)",
    "price": "unit_price item_price item_cost lineitem_price",
    "line_discount": "lineitem_discount",
    "line_total": "item_total",
    "line_tax": "item_total_tax item_tax",
}
_PRODUCTS = {
    "product": "product_id id",
    "title": "product_title name",
    "vendor": "brands",
    "category": "categories",
    "price": "regular_price",
}
_SHOPIFY = {
    "orders": {"name": "order", "id": "shop_id"},  # "#1001" stands in each line of an order, its id in the first alone
    "products": {"handle": "product", "type": "category", "variant_sku": "sku", "variant_price": "price"},
}
_SHOPIFY_HAS = {"orders": b"lineitem name", "products": b"handle,"}

STATES = {each.value: each.value for each in Order.Paid} | {
    "": "paid", "yes": "paid", "completed": "paid", "complete": "paid", "processing": "paid", "succeeded": "paid", "fulfilled": "paid", "shipped": "paid",
    "delivered": "paid", "no": "pending", "unpaid": "pending", "on hold": "pending", "pending payment": "pending", "draft": "pending",
    "authorized": "authorised", "partially paid": "partly", "partially refunded": "partly refunded", "expired": "voided", "cancelled": "voided",
    "canceled": "voided",
}  # fmt: skip
CANCELLED = ("cancelled", "canceled")
SHIPPED = dict.fromkeys(("fulfilled", "completed", "shipped"), "shipped") | {
    "partial": "partly",
    "delivered": "delivered",
}


def other_names(about: str, content: bytes) -> dict[str, str]:
    """What the columns of this table may be called besides."""
    usual = {"orders": _ORDERS, "products": _PRODUCTS}[about]
    names = {other: name for name, others in usual.items() for other in others.split()}
    first = content[:10_000].split(b"\n", 1)[0].lower()
    return names | _SHOPIFY[about] if _SHOPIFY_HAS[about] in first else names
