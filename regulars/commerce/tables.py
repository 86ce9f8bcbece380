"""Tables of orders and products, as shops and spreadsheets write them: a line of names, then a line for each thing bought.

Lines with the same order id, one after the other, are one order. What columns there are, `docs/manual/commerce.md` says.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from regulars.commerce.facts import (
    LineFacts,
    OrderFacts,
    PaymentFacts,
    Person,
    ProductFacts,
    RefundFacts,
    ShipmentFacts,
)
from regulars.commerce.models import Order
from regulars.commerce.whose import clean_email
from regulars.lib import money, tables
from regulars.lib.tables import Line, Wrong, moment

ORDER_COLUMNS = (
    "order", "number", "placed_at", "currency", "email", "name", "phone", "total", "tax", "shipping", "discount", "gift_card", "paid", "paid_at",
    "shipped_at", "delivered_at", "cancelled_at", "refunded", "title", "sku", "product", "category", "quantity", "price", "line_discount", "line_tax",
)  # fmt: skip
PRODUCT_COLUMNS = ("product", "title", "vendor", "category", "sku", "price", "currency", "address")
NEEDED = {"orders": ("order", "placed_at", "currency", "title"), "products": ("product", "title")}
OTHER_NAMES = {
    "order_id": "order", "id": "order", "order_number": "number", "date": "placed_at", "created_at": "placed_at", "customer_email": "email",
    "customer": "name", "customer_name": "name", "product_title": "title", "item": "title", "lineitem_name": "title", "lineitem_quantity": "quantity",
    "lineitem_price": "price", "lineitem_sku": "sku", "qty": "quantity", "unit_price": "price", "product_id": "product", "categories": "category",
}  # fmt: skip
STATES = {each.value: each.value for each in Order.Paid} | {
    "yes": "paid",
    "no": "pending",
    "": "paid",
    "partially_refunded": "partly refunded",
}


class Table(tables.Table):
    """A table of orders, whose lines belong together by their order, or of products. Raises Wrong for what is none."""

    def __init__(self, content: bytes, about: str) -> None:
        super().__init__(content, needed=NEEDED[about], other_names=OTHER_NAMES, together="order")


def order_of(lines: Sequence[Line]) -> OrderFacts:
    """The order that these lines tell. Raises Wrong, which names the line and the column."""
    first = lines[0]
    ask = _Asked(first)
    currency = ask.read("currency", money.currency_code)
    bought = tuple(_line_of(each, place, currency) for place, each in enumerate(lines, 1))
    placed_at = ask.moment("placed_at") or ask.wrong("placed_at", _("Say when, as 2026-03-29T10:30:00Z."))
    tax, shipping = ask.amount("tax", currency), ask.amount("shipping", currency)
    goods = sum(each.net + each.tax for each in bought)
    total = (
        ask.amount("total", currency)
        if first.cells.get("total")
        else goods + shipping + (tax - sum(each.tax for each in bought) if tax else 0)
    )
    paid = ask.read("paid", lambda word: STATES[word.lower()])
    shipped_at, delivered_at, refunded = (
        ask.moment("shipped_at"),
        ask.moment("delivered_at"),
        ask.amount("refunded", currency),
    )
    number = first.cells.get("order", "")
    state = "delivered" if delivered_at else "shipped"
    shipment = ShipmentFacts(
        external_id="table", state=state, shipped_at=shipped_at or delivered_at, delivered_at=delivered_at
    )
    if not number or len(number) > 128:
        raise Wrong("order", _("Say the order’s id in 1 to 128 characters."), first.number)
    return OrderFacts(
        external_id=number,
        number=first.cells.get("number", "") or number,
        currency=currency,
        placed_at=placed_at,
        person=_person(ask),
        lines=bought,
        total=total,
        tax=tax or sum(each.tax for each in bought),
        shipping=shipping,
        discount=ask.amount("discount", currency) or sum(each.discount for each in bought),
        gift_card=ask.amount("gift_card", currency),
        paid=paid,
        paid_at=ask.moment("paid_at") or (placed_at if paid == "paid" else None),
        cancelled_at=ask.moment("cancelled_at"),
        is_complete=True,
        payments=(PaymentFacts(external_id="table", amount=total, currency=currency, at=placed_at),)
        if paid == "paid" and total
        else (),
        shipments=(shipment,) if shipped_at or delivered_at else (),
        refunds=(RefundFacts(external_id="table", amount=refunded, at=delivered_at or placed_at),) if refunded else (),
    )


def product_of(lines: Sequence[Line]) -> ProductFacts:
    """The product that this line tells. Raises Wrong."""
    ask, cells = _Asked(lines[0]), lines[0].cells
    currency = ask.read("currency", money.currency_code) if cells.get("currency") else ""
    if not cells.get("product") or len(cells["product"]) > 128:
        raise Wrong("product", _("Say the product’s id in 1 to 128 characters."), lines[0].number)
    return ProductFacts(
        external_id=cells["product"],
        title=cells.get("title", "") or ask.wrong("title", _("This is required.")),
        vendor=cells.get("vendor", ""),
        categories=_several(cells.get("category", "")),
        skus=_several(cells.get("sku", "")),
        price=ask.amount("price", currency) if currency and cells.get("price") else None,
        currency=currency,
        address=cells.get("address", ""),
    )


def _line_of(line: Line, place: int, currency: str) -> LineFacts:
    ask, cells = _Asked(line), line.cells
    quantity = ask.read("quantity", _pieces) if cells.get("quantity") else 1
    price, discount = ask.amount("price", currency) * quantity, ask.amount("line_discount", currency)
    title = cells.get("title", "") or ask.wrong("title", _("This is required."))
    if discount > price:
        ask.wrong("line_discount", _("It is more than the price."))
    return LineFacts(
        external_id=str(place),
        title=title,
        quantity=quantity,
        price=price,
        discount=discount,
        tax=ask.amount("line_tax", currency),
        net=price - discount,
        product=cells.get("product", "")[:128],
        sku=cells.get("sku", ""),
        categories=_several(cells.get("category", "")),
    )


def _person(ask: _Asked) -> Person:
    cells = ask.line.cells
    email = cells.get("email", "")
    if email and not clean_email(email):
        ask.wrong("email", _("“%s” is no e-mail address.") % email[:80])
    return Person(email=email, name=cells.get("name", ""), phone=cells.get("phone", ""))


class _Asked:
    """One line, read a column at a time: what is wrong is said of that column."""

    def __init__(self, line: Line) -> None:
        self.line = line

    def read(self, column: str, reader: Callable[[str], Any]) -> Any:
        try:
            return reader(self.line.cells.get(column, ""))
        except KeyError:
            return self.wrong(column, _("Choose one of: %s.") % ", ".join(Order.Paid.values))
        except ValueError as error:
            return self.wrong(column, str(error))

    def amount(self, column: str, currency: str) -> int:
        """None below zero; an empty one is zero."""
        given = self.line.cells.get(column, "")
        if not given:
            return 0
        amount = int(self.read(column, lambda text: money.minor(_plain(text), currency)))
        return amount if amount >= 0 else int(self.wrong(column, _("It cannot be less than nothing.")))

    def moment(self, column: str) -> datetime | None:
        return self.read(column, moment) if self.line.cells.get(column) else None

    def wrong(self, column: str, why: str) -> Any:
        raise Wrong(column, why, self.line.number)


def _pieces(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text[:9]) <= 100_000):
        raise ValueError(_("“%s” is no number of pieces.") % text[:20])
    return int(text)


def _plain(text: str) -> str:
    """1234.50 of "1.234,50" and "1,234.50": the last mark of the two is the point; a comma before two digits, too."""
    text = text.replace("\u00a0", "").replace(" ", "")
    if "," in text and text.rfind(",") > text.rfind(".") and len(text) - text.rfind(",") - 1 != 3:
        return text.replace(".", "").replace(",", ".")
    return text.replace(",", "")


def _several(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.strip() for each in cell.replace("|", ";").split(";") if each.strip()))
