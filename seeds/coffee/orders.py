"""What the people of Kettle & Crumb bought in its online shop: the orders that their letters speak of, and some before."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from regulars.commerce.actions.request_return import request_return
from regulars.commerce.actions.save_shop import save_shop
from regulars.commerce.actions.save_terms import save_terms
from regulars.commerce.actions.take_order import take_order
from regulars.commerce.actions.take_product import take_product
from regulars.commerce.facts import (
    LineFacts,
    OrderFacts,
    PaymentFacts,
    Person,
    ProductFacts,
    RefundFacts,
    RefundLineFacts,
    ShipmentFacts,
)
from regulars.commerce.models import Shop, Terms
from regulars.commerce.returning import reasons
from regulars.team.models import Agent
from seeds.coffee import people
from seeds.telling import Person as Somebody

SHOP = "https://shop.kettle-and-crumb.example"
GOODS = {  # sku: title, variant, category, cents with tax, per cent of tax
    "HARBOUR": ("Harbour Blend", "250 g, beans", "Coffee", 1150, 5.5),
    "GUJI": ("Guji Natural", "250 g, beans", "Coffee", 1370, 5.5),
    "NIGHT": ("Night Shift decaf", "250 g, beans", "Coffee", 1220, 5.5),
    "MONSOON": ("Monsoon Dark", "250 g, beans", "Coffee", 1090, 5.5),
    "HOUSE1K": ("House beans", "1 kg", "Coffee", 3400, 5.5),
    "THIMBLE": ("Thimble hand grinder", "steel", "Grinders", 8900, 20),
    "HERON": ("Heron kettle", "0.9 l, matt black", "Kettles", 7400, 20),
    "PAPERS": ("Papers 02", "100 pieces", "Brewing", 490, 20),
    "DRIPPER": ("Porcelain dripper", "02, white", "Brewing", 2450, 20),
    "CARD": ("Gift card", "€50", "Gift cards", 5000, 0),
}
SHIPPING = 490
# number, who, days ago, what, how far it has come
ORDERS = (
    ("8841", people.ada, 6, {"HERON": 1, "PAPERS": 1}, "shipped"),
    ("8702", people.ada, 34, {"HARBOUR": 3}, "delivered"),
    ("8590", people.ada, 71, {"THIMBLE": 1}, "delivered"),
    ("8836", people.ben, 5, {"THIMBLE": 1}, "delivered"),
    ("8611", people.ben, 66, {"HARBOUR": 1, "PAPERS": 2}, "delivered"),
    ("8790", people.robin, 15, {"MONSOON": 2}, "delivered"),
    ("8744", people.olga, 24, {"NIGHT": 2}, "delivered"),
    ("8801", people.zoe, 13, {"GUJI": 1}, "delivered"),
    ("8802", people.zoe, 13, {"HARBOUR": 2}, "delivered"),
    ("8812", people.nils, 12, {"HERON": 1, "HOUSE1K": 1}, "partly refunded"),
    ("8688", people.harriet, 38, {"DRIPPER": 1, "GUJI": 1}, "delivered"),
    ("8833", people.patrick, 4, {"HARBOUR": 2}, "shipped"),
    ("8806", people.amara, 12, {"HERON": 1}, "return"),
    ("8829", people.farah, 5, {"GUJI": 1}, "paid"),
    ("8852", people.hana, 1, {"HOUSE1K": 1}, "paid"),
    ("8816", people.jonas, 9, {"HOUSE1K": 4, "PAPERS": 2}, "delivered"),
    ("8560", people.camille, 80, {"CARD": 1}, "delivered"),
    ("8777", people.margaret, 19, {"GUJI": 2, "NIGHT": 1}, "delivered"),
    ("8765", people.luca, 21, {"THIMBLE": 1}, "cancelled"),
)


def sell(*, now: datetime, by: Agent) -> None:
    """A shop with its goods and orders, as if they had been there all along: nothing follows from them."""
    shop = Shop(name="Online shop", slug="online", website=SHOP)
    save_shop(shop, by=by)
    how = "Pack it as it came, put the number of the return inside, and send it to Kettle & Crumb, 12 place Carnot, 69002 Lyon."
    save_terms(Terms(reasons=reasons(), excluded=["Coffee"], instructions=how), by=by)
    for sku, (title, _variant, category, cents, _tax) in GOODS.items():
        told = ProductFacts(
            external_id=sku, title=title, categories=(category,), skus=(sku,), price=cents, currency="EUR"
        )
        take_product(replace(told, address=f"{SHOP}/{sku.lower()}", vendor="Kettle & Crumb"), shop=shop)
    for number, who, days, goods, state in ORDERS:
        order = take_order(
            _order(number, who, now - timedelta(days=days, hours=3), goods, state), shop=shop, is_history=True
        )
        if state == "return":
            line = order.lines.get()
            why = reasons()[1]
            request_return(
                order,
                pieces={line.pk: 1},
                reasons={line.pk: why},
                words="Il n’y avait pas de couvercle dans le carton.",
                by=by,
            )


def _order(number: str, who: Somebody, at: datetime, goods: dict[str, int], state: str) -> OrderFacts:
    lines = tuple(_line(place, sku, many) for place, (sku, many) in enumerate(goods.items(), 1))
    total = sum(line.price for line in lines) + SHIPPING
    shipping = round(SHIPPING / 1.2)
    facts = OrderFacts(
        external_id=number,
        number=number,
        currency="EUR",
        placed_at=at,
        person=Person(email=who.email, name=who.name),
        lines=lines,
        total=total,
        tax=sum(line.tax for line in lines) + SHIPPING - shipping,
        shipping=shipping,
        is_tax_included=True,
        paid="paid",
        paid_at=at,
        address=f"{SHOP}/admin/orders/{number}",
        payments=(PaymentFacts(external_id=number, amount=total, currency="EUR", at=at, way="visa"),),
    )
    if state == "cancelled":
        return replace(
            facts,
            paid="voided",
            payments=(),
            cancelled_at=at + timedelta(hours=2),
            cancel_reason="customer",
            is_complete=True,
        )
    if state == "partly refunded":
        beans = next(line for line in lines if line.sku == "HOUSE1K")
        back = RefundFacts(
            external_id="1", amount=beans.price, at=at + timedelta(days=4), reason="wet", lines=(RefundLineFacts(line=beans.external_id, quantity=1),)
        )  # fmt: skip
        facts = replace(facts, refunds=(back,))
    return facts if state == "paid" else replace(facts, shipments=(_parcel(number, at, has_come=state != "shipped"),))


def _line(place: int, sku: str, many: int) -> LineFacts:
    title, variant, _category, cents, _tax = GOODS[sku]
    price = cents * many
    net = price - vat_of(sku, price)
    return LineFacts(
        external_id=str(place), title=title, variant=variant, sku=sku, product=sku, quantity=many, price=price, tax=price - net, net=net, is_gift_card=sku == "CARD"
    )  # fmt: skip


def vat_of(sku: str, price: int) -> int:
    """The tax that is in a price."""
    return price - round(price / (1 + GOODS[sku][4] / 100))


def _parcel(number: str, at: datetime, *, has_come: bool) -> ShipmentFacts:
    left, came = at + timedelta(hours=20), at + timedelta(days=3)
    address = f"https://colis.example/suivi/6A{number}"
    state = "delivered" if has_come else "shipped"
    return ShipmentFacts(
        external_id="1", state=state, carrier="Colis Sud", tracking_number=f"6A{number}", tracking_address=address, shipped_at=left, delivered_at=came if has_come else None
    )  # fmt: skip
