"""Orders, products, returns and shops. Amounts are in the currency's smallest unit."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from regulars.api.shapes.kinds import Named, Shape


class Shop(Named):
    slug: str
    kind: str
    is_active: bool


class OrderLine(Shape):
    id: int
    external_id: str
    product: int | None
    title: str
    variant: str
    sku: str
    categories: list[str]
    quantity: int
    price: int = Field(description="Of all pieces, before discounts.")
    discount: int
    tax: int
    net: int = Field(description="What was paid for the goods alone: after discounts, without tax and shipping.")
    by_gift_card: int = Field(description="How much of `net` a gift card paid.")
    is_gift_card: bool
    refunded_quantity: int
    refunded_net: int
    refunded_tax: int


class Payment(Shape):
    external_id: str
    way: str
    amount: int
    currency: str
    state: str
    is_gift_card: bool
    at: datetime


class Shipment(Shape):
    external_id: str
    state: str
    carrier: str
    tracking_number: str
    tracking_address: str
    quantities: dict[str, int]
    shipped_at: datetime | None
    delivered_at: datetime | None


class RefundLine(Shape):
    line: int
    quantity: int
    net: int
    tax: int
    is_restocked: bool


class Refund(Shape):
    id: int
    external_id: str
    amount: int
    shipping: int
    reason: str
    is_pending: bool
    at: datetime
    lines: list[RefundLine]


class Order(Shape):
    id: int
    shop: str
    external_id: str
    number: str
    customer: int | None
    email: str
    currency: str
    total: int
    tax: int
    shipping: int
    discount: int
    gift_card: int
    refunded: int
    is_tax_included: bool
    shown_currency: str = Field(description="That the customer paid in, when it is another.")
    shown_total: int | None
    is_test: bool
    paid: str
    shipped: str
    placed_at: datetime
    paid_at: datetime | None
    shipped_at: datetime | None
    delivered_at: datetime | None
    cancelled_at: datetime | None
    cancel_reason: str
    address: str
    status_address: str
    updated_at: datetime | None = Field(description="How new this is, by the shop’s own clock.")


class WholeOrder(Order):
    lines: list[OrderLine]
    payments: list[Payment]
    shipments: list[Shipment]
    refunds: list[Refund]


class Product(Shape):
    id: int
    shop: str
    external_id: str
    title: str
    vendor: str
    categories: list[str]
    skus: list[str]
    price: int | None
    currency: str
    address: str
    picture: str
    is_sold: bool
    updated_at: datetime | None


class ReturnLine(Shape):
    line: int
    title: str
    quantity: int
    reason: str


class Return(Shape):
    id: int
    order: int
    customer: int | None
    state: str
    words: str
    answer: str
    has_label: bool
    asked_at: datetime
    decided_at: datetime | None
    received_at: datetime | None
    lines: list[ReturnLine]


class RefundRequest(Shape):
    id: int
    order: int
    amount: int
    currency: str
    reason: str
    asked_at: datetime
