"""Tables of orders and products: taken in bit by bit, refused by the line, and twice as harmless as once."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from regulars.commerce.actions.start_import import start_import
from regulars.commerce.actions.stop_import import stop_import
from regulars.commerce.actions.take_table_lines import take_table_lines
from regulars.commerce.fields import ORDER_FIELDS
from regulars.commerce.models import Order, OrderImport, Product, Shop
from regulars.customers.fields import CUSTOMER_FIELDS
from regulars.customers.models import Customer, Reaction, TimelineEvent
from regulars.lib.conditions import matching

ORDERS = """\
Order ID;Number;Date;Currency;Email;Name;Title;SKU;Product;Category;Qty;Price;Line discount;Line tax;Shipping;Delivered at;Refunded
1;A-1;2026-11-01T10:00:00Z;EUR;ada@moreau.example;Ada Moreau;Beans;B1;p1;Coffee;2;"12,50";5;4,00;4,90;2026-11-04T10:00:00Z;
1;A-1;2026-11-01T10:00:00Z;EUR;ada@moreau.example;Ada Moreau;Grinder;G1;p2;Grinders|Steel;1;1.234,50;;246,90;;;
2;A-2;2019-01-01;JPY;ben.okafor@post.example;Ben;Kettle;K1;p3;Kettles;1;12000;;;;;2000
3;A-3;soon;EUR;ada@moreau.example;;Beans;B1;;;1;5;;;;;
4;A-4;2026-11-01;EUR;not an address;;Beans;B1;;;1;5;;;;;
5;A-5;2026-11-01;EUR;;;Beans;B1;;;1;5;;;;;
5;A-5;2026-11-01;EUR;;;Cup;C1;;;many;5;;;;;
6;A-6;2026-11-01;Euro;;;=cmd();C1;;;1;5;;;;;
"""


@pytest.fixture
def shop(db: None) -> Shop:
    return Shop.objects.create(name="Old shop", slug="old")


def taken(run: OrderImport) -> OrderImport:
    while take_table_lines():
        pass
    run.refresh_from_db()
    return run


def test_good_lines_are_taken_and_bad_ones_refused_by_name(shop, ada, grace, client):
    run = taken(start_import(shop, about="orders", name="old.csv", content=ORDERS.encode(), by=grace))
    assert (run.total, run.place, run.taken, run.refused) == (8, 8, 2, 5) and run.finished_at and not run.sha256
    assert list(run.refusals.values_list("number", "field")) == [
        (5, "placed_at"),
        (6, "email"),
        (7, "quantity"),
        (8, "quantity"),
        (9, "currency"),
    ]
    first, second = Order.objects.order_by("external_id")
    assert first.customer == ada and list(first.lines.values_list("net", "tax", "discount")) == [
        (2000, 400, 500),
        (123450, 24690, 0),
    ]
    assert (first.total, first.shipped, first.paid) == (2000 + 400 + 123450 + 24690 + 490, "delivered", "paid")
    assert (second.total, second.refunded, second.paid) == (12000, 2000, "partly refunded")
    assert Product.objects.get(external_id="p2").categories == ["Grinders", "Steel"]
    assert TimelineEvent.objects.filter(customer=ada, kind="order.delivered").exists() and not Reaction.objects.exists()
    again = taken(start_import(shop, about="orders", name="old.csv", content=ORDERS.encode(), by=grace))
    assert (
        again.taken == 2
        and Order.objects.count() == 2
        and TimelineEvent.objects.filter(kind="order.placed").count() == 2
    )
    client.force_login(grace)
    assert client.get(f"/settings/shops/{shop.pk}/imports/{run.pk}").status_code == 200
    report = client.get(f"/settings/shops/{shop.pk}/imports/{run.pk}/refused.csv").content.decode()
    assert "soon" in report and "'=cmd()" in report and "no moment" in report
    file = SimpleUploadedFile("p.csv", b"product,title,category\np9,Cup,Cups\n,Nameless,\n")
    sent = client.post(f"/settings/shops/{shop.pk}/imports/new", {"about": "products", "file": file})
    assert (
        taken(OrderImport.objects.get(about="products")).taken == 1
        and client.get(sent.url + "/progress").status_code == 200
    )
    wrong = client.post(
        f"/settings/shops/{shop.pk}/imports/new",
        {"about": "orders", "file": SimpleUploadedFile("p.csv", b"a,b\n1,2\n")},
    )
    assert wrong.status_code == 422 and "no column" in wrong.content.decode()


def test_a_table_stops_when_somebody_says_so(shop, grace):
    with pytest.raises(ValidationError, match="no column"):
        start_import(shop, about="orders", name="x", content=b"a;b\n", by=grace)
    run = start_import(shop, about="orders", name="x", content=ORDERS.encode(), by=grace)
    stop_import(run, by=grace)
    assert taken(run).taken == 0 and run.is_stopped


@pytest.mark.parametrize(
    ("tree", "who"),
    [
        ({"field": "orders", "at least": 1}, "AB"),
        ({"field": "orders", "is": 0}, "C"),
        ({"field": "orders within.90", "is": 1}, "A"),
        ({"field": "spent", "more than": 1264}, "A"),
        ({"field": "spent within.3650", "more than": 1264}, "A"),
        ({"field": "last order", "before": "2020-01-01"}, "B"),
        ({"field": "last order", "is missing": True}, "C"),
        ({"field": "has open order", "is": False}, "ABC"),
        ({"field": "bought product", "has": "grinder"}, "A"),
        ({"field": "bought sku", "has": "K1"}, "B"),
        ({"field": "bought category", "has any of": ["COFFEE", "kettles"]}, "AB"),
        ({"field": "bought category", "has none of": ["Steel"]}, "BC"),
    ],
)
def test_conditions_ask_what_somebody_bought(shop, ada, ben, chiara, grace, tree, who):
    taken(start_import(shop, about="orders", name="old.csv", content=ORDERS.encode(), by=grace))
    found = matching(Customer.objects.order_by("pk"), {"all": [tree]}, CUSTOMER_FIELDS, now=timezone.now())
    assert "".join(each.name[0] for each in found) == who
    assert set(ORDER_FIELDS) <= set(CUSTOMER_FIELDS)
