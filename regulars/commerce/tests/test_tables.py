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
from regulars.commerce.tests.payloads import a_shop, send, shopify_order, shopify_refund, woo_order
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


# As the shops themselves write them: an order's own facts stand in its first line alone.
SHOPIFY = """\
Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Lineitem discount,Billing Name,Billing Phone,Shipping Name,Cancelled at,Payment Method,Refunded Amount,Vendor,Id,Phone
#1001,ada@moreau.example,partially_refunded,2026-11-01 09:12:31 +0100,fulfilled,2026-11-02 10:00:00 +0100,EUR,108.00,6.00,19.00,114.00,WELCOME10,12.00,2026-11-01 09:12:30 +0100,2,Kenya Kiambu - 250 g,15.00,KK,0.00,Ada Moreau,,Ada Moreau,,Shopify Payments,54.00,Kettle,5612340001,
#1001,ada@moreau.example,,,,,,,,,,,,2026-11-01 09:12:30 +0100,1,Hand grinder,90.00,HG,0.00,,,,,,,Kettle,,
#1002,ben.okafor@post.example,voided,,unfulfilled,,EUR,12.50,0.00,0.00,12.50,,0.00,2026-11-02 08:00:00 +0100,1,Cup,12.50,C1,0.00,Ben Okafor,,,2026-11-02 09:00:00 +0100,,0.00,Kettle,5612340002,
"""
WOO = """\
sep=;
Order Number;Order Status;Order Date;First Name (Billing);Last Name (Billing);Email (Billing);Payment Method Title;Cart Discount Amount;Order Shipping Amount;Order Refund Amount;Order Total Amount;Order Total Tax Amount;SKU;Item #;Item Name;Quantity (- Refund);Item Cost
727;Completed;11/04/2026 14:05;Ben;Okafor;ben.okafor@post.example;PayPal;5,00;10,00;;52,25 €;2,25;BEANS;1;Beans;2;22,50
728;On hold;11/20/2026 2:05 PM;Chiara;Conti;chiara@conti.example;Bank;;;;1.234;;;1;Mill;1;1.234
729;wc-refunded;11/20/2026;Chiara;Conti;chiara@conti.example;Bank;;;;"1.234,50";;;1;Mill;1;"1.234,50"
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


def test_what_shopify_exports_is_taken_as_it_is_and_known_again_when_the_shop_calls(ada, grace):
    shop = a_shop("shopify")
    run = taken(start_import(shop, about="orders", name="orders_export.csv", content=SHOPIFY.encode(), by=grace))
    assert (run.taken, run.refused) == (2, 0)
    order = Order.objects.get(external_id="5612340001")
    assert (order.number, order.buyer, order.customer, order.paid, order.shipped) == ("#1001", "Ada Moreau", ada, "partly refunded", "shipped")  # fmt: skip
    assert (order.total, order.tax, order.shipping, order.refunded) == (11400, 1900, 500, 5400)
    assert [(line.net + line.tax, line.tax, line.discount) for line in order.lines.all()] == [(2700, 450, 300), (8100, 1350, 900)]  # fmt: skip
    absurd = SHOPIFY.replace(",19.00,114.00,", ",190.00,114.00,").replace("561234", "99")
    run = taken(start_import(shop, about="orders", name="absurd.csv", content=absurd.encode(), by=grace))
    assert list(run.refusals.values_list("number", "field")) == [(2, "tax"), (3, "tax")]
    gone = Order.objects.get(external_id="5612340002")
    assert gone.cancelled_at and gone.paid == "voided" and not gone.payments.exists()
    back = shopify_refund(amount="54.00", lines=[{"line_item_id": 102, "quantity": 1, "subtotal": 81, "total_tax": 13.5}])  # fmt: skip
    send(shop, "orders/updated", shopify_order(refunds=[back], financial_status="partially_refunded"))
    order.refresh_from_db()
    assert (order.refunded, order.total, order.payments.count()) == (5400, 11400, 1)
    assert sum(line.net + line.tax for line in order.lines.all()) == 10800 and order.lines.count() == 2
    taken(start_import(shop, about="orders", name="again.csv", content=SHOPIFY.encode(), by=grace))
    order.refresh_from_db()
    assert (order.refunded, order.lines.count(), order.payments.count()) == (5400, 2, 1)


def test_what_a_table_says_of_payment_and_parcel_holds_until_the_shop_itself_speaks_of_them(ada, grace):
    shop = a_shop("woocommerce")
    taken(start_import(shop, about="orders", name="old.csv", content=ORDERS.encode(), by=grace))
    told = {"id": 1, "number": "A-1", "status": "completed"}
    send(shop, "order.updated", woo_order(**told, date_paid_gmt=None, date_paid=None))
    order = Order.objects.get(external_id="1")
    assert (order.shipped, order.delivered_at.day, order.payments.get().amount) == ("delivered", 4, 151030)
    send(shop, "order.updated", woo_order(**told, date_modified_gmt="2026-11-21T16:28:08"))
    order.refresh_from_db()
    assert (order.shipped, order.payments.get().way) == ("delivered", "Direct Bank Transfer")


def test_what_woocommerce_plugins_export_is_taken_and_what_may_be_two_things_is_refused(shop, ben, chiara, grace):
    content = WOO.encode("utf-16")
    run = taken(start_import(shop, about="orders", name="orders.csv", content=content, by=grace))
    assert list(run.refusals.values_list("number", "field")) == [(4, "price")]
    first, last = Order.objects.order_by("number")
    assert (first.customer, first.currency, first.total, first.tax, first.shipped) == (ben, "EUR", 5225, 225, "shipped")
    assert (first.placed_at.month, first.placed_at.day, last.placed_at.day) == (11, 4, 20)
    assert first.lines.get().net == 4000 and (last.paid, last.refunded) == ("refunded", 123450)
    goods = b"Handle,Title,Type,Tags,Variant SKU,Variant Price\nkenya,Kenya,Coffee,new,K250,15\nkenya,,,,K1000,50\n"
    assert taken(start_import(shop, about="products", name="products.csv", content=goods, by=grace)).taken == 1
    kenya = Product.objects.get(external_id="kenya")
    assert (kenya.title, kenya.categories, kenya.skus) == ("Kenya", ["Coffee"], ["K250", "K1000"])


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
