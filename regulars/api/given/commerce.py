"""What programs say of orders and products, and which are asked for."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from regulars.api.given.kinds import AskedId, Given, Id, Moment, Page, Words
from regulars.lib.money import MOST, currency_code

Currency = Annotated[str, AfterValidator(currency_code), Field(max_length=3, description="ISO 4217, such as EUR.")]
Amount = Annotated[
    int, Field(strict=True, ge=0, le=MOST, description="In the currency’s smallest unit: 1230 is €12.30, and ¥1230.")
]
Pieces = Annotated[int, Field(strict=True, ge=1, le=100_000)]
Key = Annotated[Words, Field(min_length=1, max_length=128)]
IsSo = Annotated[bool, Field(strict=True)]
Slug = Annotated[Words, Field(description="The short name of a shop: see /api/shops.")]


class OrdersAsked(Page):
    search: Annotated[
        str, Field(max_length=200, description="The beginning of a number, a whole address, a part of a name.")
    ] = ""
    customer: AskedId | None = None
    shop: Annotated[str, Field(max_length=40)] = ""
    state: Annotated[
        Literal["open", "unpaid", "shipped", "refunded", "cancelled"] | None, Field(description="Left out: all.")
    ] = None


class ProductsAsked(Page):
    shop: Annotated[str, Field(max_length=40)] = ""


class ReturnsAsked(Page):
    state: Literal["requested", "approved", "declined", "received", "refunded", "withdrawn"] | None = None


class Buyer(Given):
    """Whoever bought is found by these, or met."""

    email: Annotated[Words, Field(max_length=320)] = ""
    name: Annotated[Words, Field(max_length=200)] = ""
    phone: Annotated[Words, Field(max_length=40, description="With its country: +33 6 39 98 12 07.")] = ""
    external_id: Annotated[Words, Field(max_length=200, description="Your id of them.")] = ""
    language: Annotated[Words, Field(max_length=16)] = ""


class LineGiven(Given):
    external_id: Key
    title: Annotated[Words, Field(min_length=1, max_length=300)]
    quantity: Pieces = 1
    price: Annotated[Amount, Field(description="Of all pieces, before discounts.")]
    discount: Amount = 0
    tax: Amount = 0
    product: Annotated[Words, Field(max_length=128, description="Your id of the product.")] = ""
    variant: Annotated[Words, Field(max_length=200)] = ""
    sku: Annotated[Words, Field(max_length=120)] = ""
    categories: Annotated[list[Annotated[Words, Field(max_length=120)]], Field(max_length=50)] = []
    is_gift_card: Annotated[IsSo, Field(description="What is bought is a gift card.")] = False


class PaymentGiven(Given):
    external_id: Key
    amount: Amount
    currency: Annotated[Currency | None, Field(description="The order’s, if left out.")] = None
    at: Moment
    way: Annotated[Words, Field(max_length=80)] = ""
    is_gift_card: IsSo = False


class ShipmentGiven(Given):
    external_id: Key
    state: Literal["prepared", "shipped", "delivered", "troubled", "cancelled"] = "shipped"
    carrier: Annotated[Words, Field(max_length=120)] = ""
    tracking_number: Annotated[Words, Field(max_length=120)] = ""
    tracking_address: Annotated[Words, Field(max_length=1000)] = ""
    quantities: Annotated[dict[Words, Pieces], Field(description="Pieces by the ids of lines; left out: all.")] = {}
    shipped_at: Moment | None = None
    delivered_at: Moment | None = None


class RefundLineGiven(Given):
    line: Annotated[Words, Field(description="The line’s external_id.")]
    quantity: Annotated[int, Field(strict=True, ge=0, le=100_000)] = 0
    net: Annotated[Amount | None, Field(description="In proportion to the pieces, if left out.")] = None
    tax: Amount | None = None
    is_restocked: IsSo = False


class RefundGiven(Given):
    external_id: Key
    amount: Annotated[Amount, Field(description="With tax.")]
    shipping: Annotated[Amount, Field(description="How much of it is for shipping.")] = 0
    at: Moment
    reason: Annotated[Words, Field(max_length=300)] = ""
    lines: Annotated[
        list[RefundLineGiven], Field(description="Without any it is shared among all lines by what is left of them.")
    ] = []


class OrderGiven(Given):
    """An order as it stands. Sent again, it is brought up to date; one with an older `updated_at` changes nothing."""

    shop: Slug
    external_id: Key
    number: Annotated[Words, Field(max_length=64, description="As the customer knows it; the id, if left out.")] = ""
    updated_at: Annotated[Moment | None, Field(description="How new this is. Left out: newer than all before.")] = None
    placed_at: Moment
    buyer: Buyer = Buyer()
    currency: Currency
    total: Annotated[Amount, Field(description="What is to be paid, with tax and shipping, after discounts.")]
    tax: Amount = 0
    shipping: Annotated[Amount, Field(description="Without tax.")] = 0
    discount: Amount = 0
    gift_card: Annotated[Amount, Field(description="How much of it is paid by gift cards.")] = 0
    is_tax_included: Annotated[IsSo, Field(description="In the prices of lines.")] = False
    is_test: IsSo = False
    paid: Literal["pending", "authorised", "partly", "paid", "partly refunded", "refunded", "voided", "failed"] = (
        "pending"
    )
    paid_at: Moment | None = None
    cancelled_at: Moment | None = None
    cancel_reason: Annotated[Words, Field(max_length=64)] = ""
    is_complete: Annotated[IsSo, Field(description="Nothing more will be done about it.")] = False
    address: Annotated[Words, Field(max_length=500, description="Where your team sees it.")] = ""
    status_address: Annotated[Words, Field(max_length=1000, description="Where the customer sees it.")] = ""
    lines: Annotated[list[LineGiven], Field(min_length=1, max_length=1000)]
    payments: Annotated[list[PaymentGiven], Field(max_length=200)] = []
    shipments: Annotated[list[ShipmentGiven], Field(max_length=200)] = []
    refunds: Annotated[list[RefundGiven], Field(max_length=200)] = []
    is_history: Annotated[
        IsSo, Field(description="What it tells goes on the timeline, and nothing follows from it.")
    ] = False


class ProductGiven(Given):
    shop: Slug
    external_id: Key
    title: Annotated[Words, Field(min_length=1, max_length=300)]
    vendor: Annotated[Words, Field(max_length=120)] = ""
    categories: Annotated[list[Annotated[Words, Field(max_length=120)]], Field(max_length=100)] = []
    skus: Annotated[list[Annotated[Words, Field(max_length=120)]], Field(max_length=500)] = []
    price: Amount | None = None
    currency: Currency | None = None
    address: Annotated[Words, Field(max_length=500)] = ""
    picture: Annotated[Words, Field(max_length=1000)] = ""
    is_sold: IsSo = True
    updated_at: Moment | None = None


class NewShop(Given):
    """A source of your own. Shops that call us are connected in the settings."""

    name: Annotated[Words, Field(min_length=1, max_length=80)]
    slug: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]


class RefundAsked(Given):
    amount: Annotated[int, Field(strict=True, ge=1, le=MOST)]
    reason: Annotated[Words, Field(max_length=300)] = ""


class PiecesBack(Given):
    line: Id
    quantity: Pieces
    reason: Annotated[Words, Field(max_length=80)] = ""


class NewReturn(Given):
    lines: Annotated[list[PiecesBack], Field(min_length=1, max_length=200)]
    words: Annotated[Words, Field(max_length=2000)] = ""


class Decision(Given):
    answer: Annotated[Words, Field(max_length=4000, description="What the customer reads.")] = ""


def plain(given: Any) -> dict[str, Any]:
    """Its facts, lists as tuples."""
    return {name: tuple(each) if isinstance(each, list) else each for name, each in given.model_dump().items()}
