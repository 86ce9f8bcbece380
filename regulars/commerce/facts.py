"""What a shop, a program or a table tells us: the same shapes, whoever says it. Amounts are in the smallest unit of the currency.

A reader (`shops/`, `importing.py`, the API) makes these of what it is given, and the verbs take them in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


class Unreadable(ValueError):
    """What was sent is not what it says it is. Its words are for whoever looks after the shop."""


class NotYet(Exception):
    """It speaks of an order that has not come. To be read again later."""


@dataclass(frozen=True, kw_only=True)
class Person:
    """Who bought, as far as the shop knows. Any part may be missing."""

    email: str = ""
    phone: str = ""
    name: str = ""
    external_id: str = ""  # with the shop's kind before it: "shopify:207119551"
    language: str = ""
    region: str = ""  # country of a phone number that names none


@dataclass(frozen=True, kw_only=True)
class LineFacts:
    """See OrderLine. `product` is the shop's id of it; `categories` are told where the shop tells of no products by themselves."""

    external_id: str
    title: str
    quantity: int
    price: int
    net: int
    discount: int = 0
    tax: int = 0
    product: str = ""
    variant: str = ""
    sku: str = ""
    categories: tuple[str, ...] = ()
    is_gift_card: bool = False


@dataclass(frozen=True, kw_only=True)
class PaymentFacts:
    external_id: str
    amount: int
    currency: str
    at: datetime
    way: str = ""
    state: str = "done"
    is_gift_card: bool = False


@dataclass(frozen=True, kw_only=True)
class ShipmentFacts:
    external_id: str
    state: str = "shipped"
    carrier: str = ""
    tracking_number: str = ""
    tracking_address: str = ""
    quantities: Mapping[str, int] = field(default_factory=dict)
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None
    updated_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class RefundLineFacts:
    """So many of a line; with `net` and `tax` when the shop says how much of each, else in proportion."""

    line: str
    quantity: int = 0
    net: int | None = None
    tax: int | None = None
    is_restocked: bool = False


@dataclass(frozen=True, kw_only=True)
class RefundFacts:
    """Money that went back. Without lines, what is not for shipping is shared among all of them by what is left of each."""

    external_id: str
    amount: int
    at: datetime
    lines: tuple[RefundLineFacts, ...] = ()
    shipping: int = 0
    reason: str = ""
    is_pending: bool = False
    is_void: bool = False  # it failed, or was called off: as if it had never been
    is_total: bool = False  # the amount is all that ever went back: only what no other refund accounts for is kept


@dataclass(frozen=True, kw_only=True)
class DisputeFacts:
    external_id: str
    amount: int
    currency: str
    at: datetime
    reason: str = ""
    state: str = "open"
    closed_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class OrderFacts:
    """An order as it stands. `updated_at` is when, by the shop's own clock: of two, the newer is believed.

    What has happened to it stays: payments, parcels and refunds that are not told again are not taken away. `lines` are replaced,
    but None says nothing about them.
    """

    external_id: str
    currency: str
    placed_at: datetime
    number: str = ""
    updated_at: datetime | None = None
    names: tuple[str, ...] = ()  # other ids it goes by
    person: Person = Person()
    lines: tuple[LineFacts, ...] | None = None
    total: int = 0
    tax: int = 0
    shipping: int = 0
    discount: int = 0
    gift_card: int = 0
    is_tax_included: bool = False
    shown_currency: str = ""
    shown_total: int | None = None
    is_test: bool = False
    paid: str = "pending"
    shipped: str = ""  # "" is counted from the parcels
    is_complete: bool = False
    paid_at: datetime | None = None
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None
    cancelled_at: datetime | None = None
    cancel_reason: str = ""
    address: str = ""
    status_address: str = ""
    payments: tuple[PaymentFacts, ...] = ()
    shipments: tuple[ShipmentFacts, ...] = ()
    refunds: tuple[RefundFacts, ...] = ()
    disputes: tuple[DisputeFacts, ...] = ()
    is_restored: bool = False  # the shop had deleted it, and has it again
    is_news: bool = True  # False: how an order stands that may be years old
    is_sketch: bool = (
        False  # told by somebody who knows little of it: fills in what is not known, and changes nothing else
    )


@dataclass(frozen=True, kw_only=True)
class OrderNews:
    """Something that happened to an order which is told of by itself. `order` is any id that the shop knows it by."""

    order: tuple[str, ...]
    shipments: tuple[ShipmentFacts, ...] = ()
    refunds: tuple[RefundFacts, ...] = ()
    disputes: tuple[DisputeFacts, ...] = ()
    payments: tuple[PaymentFacts, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ProductFacts:
    external_id: str
    title: str
    vendor: str = ""
    categories: tuple[str, ...] = ()
    skus: tuple[str, ...] = ()
    price: int | None = None
    currency: str = ""
    address: str = ""
    picture: str = ""
    is_sold: bool = True
    updated_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class CustomerFacts:
    """What the shop knows of somebody by themselves. `wants_mail`: whether they agreed to marketing; None when they were not asked."""

    person: Person
    wants_mail: bool | None = None
    asked_at: datetime | None = None
    is_new: bool = False  # told because they have just come: else only whom we know is of interest


@dataclass(frozen=True, kw_only=True)
class Gone:
    """The shop has deleted an order or a product."""

    what: str  # "order" or "product"
    external_id: str


@dataclass(frozen=True, kw_only=True)
class Forget:
    """Somebody has asked the shop to be forgotten: who they were there, and which orders were theirs."""

    buyer: str = ""  # as in Order.buyer_id
    email: str = ""
    orders: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Uninstalled:
    """The shop has taken our app out: it calls no more."""


@dataclass(frozen=True, kw_only=True)
class Nothing:
    """There is nothing for us in it, and why."""

    why: str


Told = OrderFacts | OrderNews | ProductFacts | CustomerFacts | Gone | Forget | Uninstalled | Nothing
