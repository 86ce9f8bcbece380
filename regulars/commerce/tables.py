"""Tables of orders and products, as shops and spreadsheets write them: a line of names, then a line for each thing bought.

Lines with the same order id, one after the other, are one order. What columns there are, `docs/manual/commerce.md` says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from django.utils.translation import gettext as _

from regulars.commerce.columns import CANCELLED, MOMENTS, NEEDED, SHIPPED, STATES, other_names
from regulars.commerce.facts import (
    LineFacts,
    OrderFacts,
    PaymentFacts,
    Person,
    ProductFacts,
    RefundFacts,
    ShipmentFacts,
)
from regulars.commerce.happening import IN_ALL, TABLE
from regulars.commerce.models import Order
from regulars.commerce.returning import the_terms
from regulars.commerce.whose import clean_email
from regulars.customers.tables import name_in
from regulars.lib import money, tables
from regulars.lib.tables import Line


class Table(tables.Table):
    """A table of orders, or of products, whose lines belong together by these. Raises Wrong for what is none."""

    def __init__(self, content: bytes, about: str) -> None:
        together = "order" if about == "orders" else "product"
        names = other_names(about, content)
        super().__init__(content, needed=NEEDED[about], other_names=names, together=together, moments=MOMENTS)

    def _named(self, cell: str) -> str:
        """Where orders have a number alone, they go by it."""
        name, others = super()._named(cell), map(super()._named, self.columns)
        return "order" if name == "number" and "order" not in others else name


def order_of(lines: Sequence[Line]) -> OrderFacts:
    """The order that these lines tell. Raises Wrong, which names the line and the column."""
    first, cells = lines[0], lines[0].cells
    currency = first.read("currency", money.currency_code) if cells.get("currency") else the_terms().currency
    placed_at = first.moment("placed_at") or first.refuse("placed_at", _("Say when, as 2026-03-29T10:30:00Z."))
    bought, sums = _worth(
        first, currency, tuple(_line_of(each, place, currency) for place, each in enumerate(lines, 1))
    )
    word = _word(cells.get("paid", ""))
    paid = STATES.get(word) or first.refuse("paid", _("Choose one of: %s.") % ", ".join(Order.Paid.values))
    shipped_at, delivered_at = first.moment("shipped_at"), first.moment("delivered_at")
    refunded = first.amount("refunded", currency) or (sums.total if paid == Order.Paid.REFUNDED else 0)
    number = cells.get("order", "")
    if not number or len(number) > 128:
        first.refuse("order", _("Say the order’s id in 1 to 128 characters."))
    state = "delivered" if delivered_at else "shipped"
    parcel = ShipmentFacts(
        external_id=TABLE, state=state, shipped_at=shipped_at or delivered_at, delivered_at=delivered_at
    )
    payment = PaymentFacts(
        external_id=TABLE, amount=sums.total, currency=currency, at=placed_at, way=cells.get("way", "")
    )
    back = RefundFacts(external_id=TABLE + IN_ALL, amount=refunded, at=delivered_at or placed_at, is_total=True)
    return OrderFacts(
        external_id=cells.get("shop_id", "")[:128] or number,
        number=cells.get("number", "") or number,
        currency=currency,
        placed_at=placed_at,
        person=_person(first),
        lines=bought,
        total=sums.total,
        tax=sums.tax,
        shipping=sums.shipping,
        discount=first.amount("discount", currency) or sum(each.discount for each in bought),
        gift_card=first.amount("gift_card", currency) or (sums.total if cells.get("way") == "gift_card" else 0),
        is_tax_included=sums.is_included,
        paid=paid,
        paid_at=first.moment("paid_at") or (placed_at if paid in Order.SETTLED else None),
        cancelled_at=first.moment("cancelled_at") or (placed_at if word in CANCELLED else None),
        shipped=SHIPPED.get(_word(cells.get("shipped", "")) or word, ""),
        is_complete=True,
        payments=(payment,) if paid in Order.SETTLED and sums.total else (),
        shipments=(parcel,) if shipped_at or delivered_at else (),
        refunds=(back,) if refunded else (),
    )


def product_of(lines: Sequence[Line]) -> ProductFacts:
    """The product that these lines tell, a line for each of its kinds. Raises Wrong."""
    first, cells = lines[0], lines[0].cells
    currency = first.read("currency", money.currency_code) if cells.get("currency") else ""
    if not cells.get("product") or len(cells["product"]) > 128:
        first.refuse("product", _("Say the product’s id in 1 to 128 characters."))
    return ProductFacts(
        external_id=cells["product"],
        title=cells.get("title", "") or first.refuse("title", _("This is required.")),
        vendor=cells.get("vendor", ""),
        categories=_several(cells.get("category", "")),
        skus=_several(";".join(each.cells.get("sku", "") for each in lines)),
        price=first.amount("price", currency) if currency and cells.get("price") else None,
        currency=currency,
        address=cells.get("address", ""),
    )


def _line_of(line: Line, place: int, currency: str) -> LineFacts:
    """With what is said of this line alone."""
    cells = line.cells
    quantity = line.read("quantity", _pieces) if cells.get("quantity") else 1
    asked = line.amount("price", currency) * quantity
    after = line.amount("line_total", currency) if cells.get("line_total") else None
    discount = line.amount("line_discount", currency) if after is None else max(asked - after, 0)
    price = asked if after is None else after + discount
    title = cells.get("title", "") or line.refuse("title", _("This is required."))
    if discount > price:
        line.refuse("line_discount", _("It is more than the price."))
    return LineFacts(
        external_id=str(place),
        title=title,
        quantity=quantity,
        price=price,
        discount=discount,
        tax=line.amount("line_tax", currency),
        net=price - discount,
        product=cells.get("product", "")[:128],
        sku=cells.get("sku", ""),
        categories=_several(cells.get("category", "")),
    )


class _Sums(NamedTuple):
    """Of a whole order; `shipping` is without tax."""

    total: int
    tax: int
    shipping: int
    is_included: bool  # whether prices hold the tax


def _worth(first: Line, currency: str, lines: tuple[LineFacts, ...]) -> tuple[tuple[LineFacts, ...], _Sums]:
    """The lines with their parts of what is said of the order alone, its discount and its tax; and what the order comes to."""
    cells = first.cells
    tax, shipping = first.amount("tax", currency), first.amount("shipping", currency)
    lines = _less(lines, _taken_off(first, currency, lines))
    goods = sum(each.net for each in lines)
    own = sum(each.tax for each in lines)
    total = first.amount("total", currency) if cells.get("total") else goods + shipping + (tax or own)
    is_included = bool(cells.get("subtotal")) and total - goods - shipping < tax
    if is_included and tax > goods + shipping:
        first.refuse("tax", _("It is more than the price."))
    if tax and not own:
        *parts, of_shipping = money.shared(tax, [*(each.net for each in lines), shipping])
        lines = tuple(replace(each, tax=part) for each, part in zip(lines, parts, strict=True))
        if is_included:
            lines = tuple(replace(each, net=each.net - each.tax) for each in lines)
            shipping -= of_shipping
    return lines, _Sums(total, tax or own, shipping, is_included)


def _taken_off(first: Line, currency: str, lines: tuple[LineFacts, ...]) -> int:
    """What the order's discount takes off the goods beyond the discounts of single lines."""
    cells, goods = first.cells, sum(each.net for each in lines)
    if cells.get("subtotal"):
        return max(goods - first.amount("subtotal", currency), 0)
    if cells.get("line_total"):
        return 0
    of_lines = sum(each.discount for each in lines)
    return min(max(first.amount("discount", currency) - of_lines, 0), goods)


def _less(lines: tuple[LineFacts, ...], amount: int) -> tuple[LineFacts, ...]:
    parts = money.shared(amount, [each.net for each in lines])
    return tuple(
        replace(each, net=each.net - part, discount=each.discount + part)
        for each, part in zip(lines, parts, strict=True)
    )


def _word(text: str) -> str:
    """`on hold` of "wc-on-hold"."""
    return " ".join(re.split(r"[-_ ]+", text.lower().removeprefix("wc-"))).strip()


def _person(first: Line) -> Person:
    cells = first.cells
    email = cells.get("email", "")
    if email and not clean_email(email):
        first.refuse("email", _("“%s” is no e-mail address.") % email[:80])
    region = cells.get("region", "")
    return Person(
        email=email, name=name_in(cells), phone=cells.get("phone", ""), region=region if len(region) == 2 else ""
    )


def _pieces(text: str) -> int:
    text = re.sub("[.,]0+$", "", text)
    if not (text.isascii() and text.isdigit() and 0 < int(text[:9]) <= 100_000):
        raise ValueError(_("“%s” is no number of pieces.") % text[:20])
    return int(text)


def _several(cell: str) -> tuple[str, ...]:
    """The names in a cell, between marks; also those of a path such as "Coffee > Beans"."""
    return tuple(dict.fromkeys(each.strip() for each in re.split("[|;,>]", cell) if each.strip()))
