"""What Shopify, WooCommerce and Stripe send becomes orders, whatever comes late, twice or in the wrong order."""

from __future__ import annotations

import random
from itertools import permutations

import pytest
from django.test import Client

from regulars.commerce.actions.forget_buyer import forget_buyer
from regulars.commerce.actions.forget_shop_calls import forget_shop_calls
from regulars.commerce.actions.keep_shop_call import keep_shop_call
from regulars.commerce.actions.retry_shop_calls import retry_shop_calls
from regulars.commerce.actions.take_away import take_away
from regulars.commerce.actions.take_shop_calls import take_shop_calls
from regulars.commerce.facts import Forget, Gone
from regulars.commerce.models import Order, Product, Return, Shop, ShopCall
from regulars.commerce.tests.payloads import (
    a_shop,
    charge,
    intent,
    money,
    send,
    session,
    shopify_line,
    shopify_order,
    shopify_parcel,
    shopify_refund,
    stripe,
    the_call,
    woo_order,
)
from regulars.customers.models import Consent, Customer, Identity, Reaction, TimelineEvent


@pytest.fixture
def shopify(db: None) -> Shop:
    return a_shop("shopify")


@pytest.fixture
def woo(db: None) -> Shop:
    return a_shop("woocommerce")


@pytest.fixture
def stripe_shop(db: None) -> Shop:
    return a_shop("stripe")


def kinds() -> list[str]:
    """What stands on timelines, in the order in which it was written."""
    return [
        kind
        for kind in TimelineEvent.objects.order_by("pk").values_list("kind", flat=True)
        if not kind.startswith("customer.")
    ]


def net(order: Order) -> list[tuple[int, int]]:
    return list(order.lines.values_list("net", "tax"))


def test_an_order_says_what_each_line_is_worth_and_belongs_to_whom_the_address_does(shopify, ada):
    assert send(shopify, "orders/create", shopify_order()) == 200
    order = Order.objects.get()
    assert (order.customer, order.email, order.number, order.paid) == (ada, "ada@moreau.example", "#1001", "paid")
    assert (order.total, order.tax, order.shipping, order.discount) == (11400, 1900, 500, 1200)
    assert net(order) == [(2250, 450), (6750, 1350)] and sum(a + b for a, b in net(order)) + 600 == order.total
    assert kinds() == ["order.placed", "order.paid"] and ada.identities.filter(value="shopify:7001").exists()
    assert order.address == "https://kettle.myshopify.com/admin/orders/5612340001"
    placed = TimelineEvent.objects.get(kind="order.placed")
    assert (
        placed.at == order.placed_at
        and placed.facts["amount"] == 114.0
        and Reaction.objects.filter(event_id=placed.pk).exists() is False
    )


def test_who_is_not_known_becomes_a_customer_and_a_guest_without_address_waits_for_one(shopify):
    send(shopify, "orders/create", shopify_order(email="", contact_email=None, phone=None, customer=None))
    assert Order.objects.get().customer is None and kinds() == []
    send(shopify, "orders/updated", shopify_order(updated_at="2026-11-20T09:20:00+01:00"))
    assert Order.objects.get().customer.name == "Ada Moreau" and kinds() == ["order.placed", "order.paid"]


def test_the_same_call_twice_and_the_same_news_twice_change_nothing(shopify, ada, grace):
    for _ in range(2):
        send(shopify, "orders/create", shopify_order(), delivery="d1")
    send(shopify, "orders/paid", shopify_order(), delivery="d2")
    assert ShopCall.objects.count() == 2 and kinds() == ["order.placed", "order.paid"]
    assert retry_shop_calls(shopify.calls.all(), shop=shopify, by=grace) == 2
    while take_shop_calls():
        pass
    assert kinds() == ["order.placed", "order.paid"] and Order.objects.count() == 1


def test_whatever_order_they_come_in_the_end_is_the_same(shopify, ada):
    later = shopify_order(updated_at="2026-11-21T10:00:01+01:00", financial_status="partially_refunded", fulfillment_status="fulfilled", fulfillments=[shopify_parcel(shipment_status="delivered", updated_at="2026-11-21T09:00:00+01:00")], refunds=[shopify_refund(amount="81.00")])  # fmt: skip
    told = [
        ("orders/create", shopify_order()),
        ("fulfillments/update", shopify_parcel(shipment_status="in_transit")),
        ("refunds/create", shopify_refund(amount="81.00")),
        ("orders/updated", later),
    ]
    ends = set()
    for way in random.Random(7).sample(list(permutations(told)), 5):
        Order.objects.all().delete()
        ShopCall.objects.all().delete()
        TimelineEvent.objects.all().delete()
        for topic, thing in way:
            send(shopify, topic, thing)
        ShopCall.objects.update(due_at="2026-01-01T00:00Z")
        while take_shop_calls():
            pass
        order = Order.objects.get()
        assert not ShopCall.objects.exclude(state="done").exists()
        ends.add((order.paid, order.shipped, order.refunded, order.delivered_at, tuple(sorted(kinds())), tuple(order.lines.values_list("net", "refunded_net", "refunded_quantity"))))  # fmt: skip
    assert len(ends) == 1
    paid, shipped, refunded, *_rest, lines = ends.pop()
    assert (paid, shipped, refunded, lines) == ("partly refunded", "delivered", 8100, ((2250, 0, 0), (6750, 6750, 1)))


def test_refunds_know_their_lines_their_shipping_and_never_exceed_what_was_paid(shopify, ada):
    send(shopify, "orders/create", shopify_order())
    one = [{"line_item_id": 101, "quantity": 1, "subtotal": 13.5, "total_tax": 2.25}]
    send(shopify, "refunds/create", shopify_refund(1, lines=one, amount="19.50", shipping="6.00"))
    send(shopify, "refunds/create", shopify_refund(2, lines=[], amount="20.00"))  # a gesture, for no line
    send(
        shopify,
        "refunds/create",
        shopify_refund(
            3, lines=[*one, {"line_item_id": 102, "quantity": 1, "subtotal": 81, "total_tax": 13.5}], amount="74.50"
        ),
    )
    order = Order.objects.get()
    assert (order.refunded, order.paid) == (11400, "refunded")
    assert list(order.lines.values_list("net", "refunded_net", "tax", "refunded_tax")) == [
        (2250, 2250, 450, 450),
        (6750, 6750, 1350, 1350),
    ]
    assert list(order.refunds.values_list("amount", "shipping")) == [(1950, 600), (2000, 0), (7450, 0)]
    assert [
        event.facts["is_whole"] for event in TimelineEvent.objects.filter(kind="order.refunded").order_by("pk")
    ] == [False, False, True]


def test_another_currency_no_decimals_gift_cards_and_tests_are_told_apart(shopify, ada):
    yen = [
        shopify_line(1, "Kettle", "12000", tax="1091"),
        shopify_line(2, "Gift card", "5000", gift_card=True, taxable=False),
    ]
    send(shopify, "orders/create", shopify_order(id=2, name="#2", currency="JPY", line_items=yen, shipping_lines=[], total_price="17000", total_tax="1091", total_discounts="0", payment_gateway_names=["gift_card"], total_price_set=money("17000", "JPY", "110.50", "USD")))  # fmt: skip
    order = Order.objects.get(external_id="2")
    assert (order.total, order.shown_currency, order.shown_total, order.gift_card) == (17000, "USD", 11050, 17000)
    assert list(order.lines.values_list("net", "by_gift_card", "is_gift_card")) == [
        (10909, 10909, False),
        (5000, 5000, True),
    ]
    send(shopify, "orders/create", shopify_order(id=3, name="#3", test=True))
    assert (
        Order.objects.get(external_id="3").is_test
        and Order.objects.counted().count() == 1
        and kinds().count("order.placed") == 1
    )
    card = {
        "id": 5,
        "order_id": 3,
        "kind": "sale",
        "gateway": "gift_card",
        "status": "success",
        "amount": "30.00",
        "currency": "EUR",
        "created_at": "2026-11-20T09:12:31+01:00",
    }
    send(shopify, "order_transactions/create", card)
    assert sum(Order.objects.get(external_id="3").lines.values_list("by_gift_card", flat=True)) == round(
        3000 * 9000 / 11400
    )


def test_a_cancelled_order_says_why_and_old_orders_are_history(shopify, ada):
    send(
        shopify,
        "orders/cancelled",
        shopify_order(
            cancelled_at="2026-11-20T11:00:00+01:00",
            cancel_reason="customer",
            financial_status="voided",
            updated_at="2026-11-20T11:00:00+01:00",
        ),
    )
    assert kinds() == ["order.placed", "order.cancelled"] and not Order.objects.counted().exists()
    send(
        shopify,
        "orders/updated",
        shopify_order(id=9, name="#9", created_at="2021-01-01T00:00:00Z", processed_at="2021-01-01T00:00:00Z"),
    )
    assert TimelineEvent.objects.filter(kind="order.placed", at__year=2021).exists()
    send(shopify, "orders/delete", {"id": 9})
    take_away(Gone(what="order", external_id="9"), shop=shopify)  # harmless twice
    assert Order.objects.get(external_id="9").deleted_at and kinds().count("order.cancelled") == 2


def test_edits_tips_and_what_was_taken_off_before_it_was_paid(shopify, ada):
    tip = shopify_line(103, "Tip", "5.00", product_id=None, tip_payment_gateway=None, tip_payment_method=None)
    off = shopify_refund(7, lines=[{"line_item_id": 102, "quantity": 1, "subtotal": 81.0, "total_tax": 13.5}], transactions=[])  # fmt: skip
    order = shopify_order(financial_status="pending", total_price="119.00", current_total_price="38.00", refunds=[off])
    send(shopify, "orders/create", order | {"line_items": [*order["line_items"], tip]})
    edited = {"order_edit": {"id": 1, "order_id": 5612340001, "line_items": {"additions": [], "removals": [{"id": 102, "delta": -1}]}}}  # fmt: skip
    assert send(shopify, "orders/edited", edited) == 200 and the_call(shopify).state == "skipped"
    order = Order.objects.get()
    assert (order.total, order.refunded, order.lines.count()) == (3800, 0, 2)
    assert list(order.lines.values_list("net", "refunded_net")) == [(2250, 0), (6750, 6750)]


def test_what_is_added_to_a_paid_order_is_told_once_it_is_paid(shopify, ada):
    send(shopify, "orders/create", shopify_order())
    more = [*shopify_order()["line_items"], shopify_line(103, "Cup", "10.00", tax="1.67")]
    grown = {"line_items": more, "total_price": "124.00"}
    for state, at in (("partially_paid", "10"), ("paid", "11"), ("paid", "12")):
        send(shopify, "orders/updated", shopify_order(**grown, financial_status=state, updated_at=f"2026-11-20T{at}:00:00+01:00"))  # fmt: skip
    assert kinds() == ["order.placed", "order.paid", "order.extended"]
    assert TimelineEvent.objects.get(kind="order.extended").facts["units"] == 1000


def test_what_is_added_after_a_refund_is_waited_for_until_it_is_paid(shopify, ada):
    back = shopify_refund(lines=[], amount="10.00")
    send(shopify, "orders/create", shopify_order())
    send(shopify, "refunds/create", back)
    more = [*shopify_order()["line_items"], shopify_line(103, "Cup", "10.00", tax="1.67")]
    grown = {"line_items": more, "total_price": "124.00", "refunds": [back]}
    for state, paid, told in (("partially_paid", "partly", 0), ("partially_refunded", "partly refunded", 1)):
        send(shopify, "orders/updated", shopify_order(**grown, financial_status=state, updated_at=f"2026-11-22T1{told}:00:00+01:00"))  # fmt: skip
        assert Order.objects.get().paid == paid and kinds().count("order.extended") == told


@pytest.mark.parametrize("told", [None, ["placed", "paid"]])  # as until lately
def test_what_is_taken_off_and_something_else_added_has_grown_and_money_back_for_it_is_no_growth(shopify, ada, told):
    send(shopify, "orders/create", shopify_order())
    off = shopify_refund(7, lines=[{"line_item_id": 102, "quantity": 1, "subtotal": 81.0, "total_tax": 13.5}], transactions=[])  # fmt: skip
    back, more = shopify_refund(8, lines=[], amount="81.00"), shopify_line(103, "Cup", "90.00", tax="15.00")
    lines = shopify_order()["line_items"]
    steps = [([off], lines, "114.00", "33.00"), ([off], [*lines, more], "204.00", "123.00"), ([off, back], [*lines, more], "204.00", "123.00")]  # fmt: skip
    for hour, (refunds, items, total, now) in enumerate(steps[1:] if told else steps):
        Order.objects.update(told=told) if told and not hour else None
        send(shopify, "orders/updated", shopify_order(refunds=refunds, line_items=items, total_price=total, current_total_price=now, updated_at=f"2026-11-22T1{hour}:00:00+01:00"))  # fmt: skip
    grown = [each.facts["units"] for each in TimelineEvent.objects.filter(kind="order.extended")]
    assert (grown, Order.objects.get().total) == ([900 if told else 9000], 20400)


def test_who_asked_the_shop_to_be_forgotten_is_on_no_order_of_it(shopify, ada):
    send(shopify, "orders/create", shopify_order())
    for known in (7001, 7002):
        said = {"id": known, "email": "", "first_name": "Ada", "default_address": {"address1": "1 rue des Lilas"}}
        send(shopify, "customers/create", said)
    asked = {"shop_id": 1, "shop_domain": "kettle.myshopify.com", "customer": {"id": 7001, "email": "ada@moreau.example", "phone": None}, "orders_to_redact": [5612340001]}  # fmt: skip
    send(shopify, "customers/redact", asked)
    order = Order.objects.get()
    assert (order.email, order.buyer, order.buyer_id, order.total) == ("", "", "", 11400)
    assert list(shopify.calls.values_list("topic", flat=True).order_by("pk")) == [
        "customers/create",
        "customers/redact",
    ]
    assert bytes(the_call(shopify).body) == b"{}"
    assert forget_buyer(Forget(orders=("5612340001",)), shop=shopify) == 1  # harmless twice
    send(shopify, "customers/data_request", asked)
    assert "exported" in the_call(shopify).error


def test_a_return_is_settled_by_its_refund(shopify, ada):
    send(shopify, "orders/create", shopify_order())
    order = Order.objects.get()
    back = Return.objects.create(order=order, customer=ada, state="approved")
    back.lines.create(line=order.lines.get(external_id="102"), quantity=1)
    send(shopify, "refunds/create", shopify_refund(amount="81.00"))
    back.refresh_from_db()
    assert back.state == "refunded" and kinds()[-1] == "return.refunded"


def test_products_and_customers_are_kept_as_the_shop_tells(shopify, ada):
    send(shopify, "orders/create", shopify_order())
    told = {"id": 9102, "title": "Hand grinder N1", "vendor": "Kettle", "product_type": "Grinders", "tags": "steel, travel", "status": "active", "handle": "n1", "updated_at": "2026-11-20T10:00:00Z", "variants": [{"sku": "N1", "price": "90.00"}], "image": {"src": "https://cdn.example/n1.jpg"}}  # fmt: skip
    send(shopify, "products/update", told)
    send(shopify, "products/update", told | {"title": "Older", "updated_at": "2026-11-19T10:00:00Z"})
    product = Product.objects.get(external_id="9102")
    assert (product.title, product.categories) == ("Hand grinder N1", ["Grinders", "steel", "travel"])
    assert Order.objects.get().lines.get(product=product).title == "Hand grinder"
    said = {"id": 7001, "email": "ada.moreau@lyon.example", "first_name": "Ada", "last_name": "M.", "email_marketing_consent": {"state": "unsubscribed", "opt_in_level": "single_opt_in", "consent_updated_at": "2026-11-20T10:00:00Z"}}  # fmt: skip
    send(shopify, "customers/update", said)
    assert Identity.objects.get(value="ada.moreau@lyon.example").customer == ada
    assert Consent.objects.get(customer=ada).state == Consent.State.WITHDRAWN
    send(shopify, "customers/update", {"id": 1, "email": "nobody@we.example"})
    assert (
        the_call(shopify).state == "skipped"
        and not Customer.objects.filter(identities__value="nobody@we.example").exists()
    )
    send(shopify, "app/uninstalled", {"id": 1, "domain": "kettle.example"})
    shopify.refresh_from_db()
    assert shopify.is_gone
    send(shopify, "products/update", told)
    shopify.refresh_from_db()
    assert not shopify.is_gone


def test_only_the_shop_itself_is_heard_and_what_is_not_understood_is_kept(shopify, db):
    assert send(shopify, "orders/create", shopify_order(), secret="guessed") == 401
    shopify.refresh_from_db()
    assert shopify.is_refused and not ShopCall.objects.exists()
    assert send(shopify, "orders/create", {"id": 1, "currency": "EUR"}) == 200
    assert (the_call(shopify).state, the_call(shopify).error) == ("failed", "There is no processed_at in it.")
    assert send(shopify, "orders/create", b"\xff{") == 200 and the_call(shopify).error == "This is no JSON."
    assert send(shopify, "themes/publish", {"id": 1}) == 200 and the_call(shopify).state == "skipped"
    Shop.objects.update(website="https://other.myshopify.com")
    assert send(shopify, "orders/create", shopify_order()) == 401
    assert (
        Client().get("/from-shops/shopify").status_code == 200
        and Client().post("/from-shops/nobody").status_code == 404
    )
    keep_shop_call(shopify, topic="x", delivery="", headers={"Cookie": "secret", "X-A": "b"}, body=b"{}")
    assert the_call(shopify).headers == {"x-a": "b"}
    ShopCall.objects.update(came_at="2026-01-01T00:00Z")
    assert forget_shop_calls() == 4 and not ShopCall.objects.exists()


def test_woocommerce_nets_are_after_vouchers_and_states_follow(woo, ben):
    send(
        woo,
        "order.created",
        woo_order(status="pending", date_paid=None, date_paid_gmt=None, date_modified_gmt="2026-11-20T16:28:02"),
    )
    order = Order.objects.get()
    assert (order.customer, order.paid, order.number, order.total) == (ben, "pending", "KC-727", 5225)
    assert list(order.lines.values_list("title", "variant", "net", "discount")) == [
        ("Woo beans", "", 4000, 1000),
        ("Filter", "4 cups", 0, 500),
    ]
    assert order.address == "https://kettle.example/shop/wp-admin/admin.php?page=wc-orders&action=edit&id=727"
    send(woo, "order.updated", woo_order())
    send(woo, "order.updated", woo_order(status="pending", date_paid_gmt=None))  # of the same second, and a step back
    send(woo, "order.updated", woo_order(status="completed", date_modified_gmt="2026-11-22T08:00:00", date_completed_gmt="2026-11-22T08:00:00", refunds=[{"id": 801, "reason": "cold", "total": "-20.90"}]))  # fmt: skip
    order.refresh_from_db()
    assert kinds() == ["order.placed", "order.paid", "order.shipped", "order.refunded"]
    assert (order.paid, order.shipped, order.refunded, order.is_complete) == ("partly refunded", "shipped", 2090, True)
    assert [(line.refunded_net, line.refunded_tax) for line in order.lines.all()] == [(1979, 111), (0, 0)]
    assert order.payments.get().amount == 5225
    send(woo, "order.updated", woo_order(id=728, status="checkout-draft"))
    assert the_call(woo).state == "skipped"
    send(woo, "order.deleted", {"id": 727})
    send(woo, "order.updated", woo_order(status="completed", date_modified_gmt="2026-11-22T08:00:01"))  # from before
    assert Order.objects.get().deleted_at and kinds()[-1] == "order.cancelled"
    send(woo, "order.restored", woo_order(status="completed", date_modified_gmt="2026-11-22T08:00:02"))
    assert Order.objects.get().cancelled_at is None and kinds()[-1] == "order.resumed"
    for number in (801, 802):  # of one webhook, all calls within a second have one id
        send(woo, "order.created", woo_order(id=number, number=str(number)), delivery="c0ffee")
    assert Order.objects.filter(external_id__in=["801", "802"]).count() == 2
    ping = Client().post("/from-shops/woocommerce", "webhook_id=7", content_type="application/x-www-form-urlencoded")
    assert ping.status_code == 200 and not ShopCall.objects.filter(topic="").exists()


@pytest.mark.parametrize("way", list(permutations(range(3))))
def test_a_session_its_payment_and_its_charge_are_one_order(stripe_shop, chiara, way):
    told = [
        ("checkout.session.completed", session()),
        ("payment_intent.succeeded", intent()),
        ("charge.succeeded", charge()),
    ]
    for place in way:
        send(stripe_shop, told[place][0], stripe(*told[place]))
    order = Order.objects.get()
    assert (order.customer, order.total, order.tax, order.shipping, order.paid) == (chiara, 5500, 400, 600, "paid")
    assert (
        net(order) == [(4500, 400)]
        and order.payments.count() == 1
        and sorted(kinds()) == ["order.paid", "order.placed"]
    )


def test_stripe_refunds_are_counted_once_however_they_are_told(stripe_shop, chiara):
    send(stripe_shop, "", stripe("checkout.session.completed", session()))
    send(stripe_shop, "", stripe("charge.succeeded", charge()))
    back = {"id": "re_1", "object": "refund", "amount": 1000, "charge": "ch_1", "payment_intent": "pi_1", "currency": "eur", "created": 1795170500, "reason": "requested_by_customer"}  # fmt: skip
    send(stripe_shop, "", stripe("refund.created", back | {"status": "pending"}))
    assert Order.objects.get().refunded == 0
    send(stripe_shop, "", stripe("refund.updated", back | {"status": "succeeded"}))
    send(stripe_shop, "", stripe("charge.refunded", charge(amount_refunded=1000)))
    assert Order.objects.get().refunded == 1000
    send(stripe_shop, "", stripe("charge.refunded", charge(amount_refunded=5500)))  # the total comes first this time
    send(stripe_shop, "", stripe("refund.updated", back | {"id": "re_2", "amount": 500, "status": "succeeded"}))
    send(stripe_shop, "", stripe("refund.updated", back | {"id": "re_3", "amount": 4000, "status": "succeeded"}))
    order = Order.objects.get()
    assert (order.refunded, order.paid, order.refunds.count()) == (5500, "refunded", 3)
    assert sum(event.facts["units"] for event in TimelineEvent.objects.filter(kind="order.refunded")) == 5500
    send(stripe_shop, "", stripe("refund.failed", back | {"id": "re_2", "amount": 500, "status": "failed"}))
    send(stripe_shop, "", stripe("charge.refunded", charge(amount_refunded=5500), number="late"))  # of before it failed
    assert Order.objects.get().refunded == 5000
    dispute = {
        "id": "du_1",
        "amount": 5500,
        "charge": "ch_1",
        "payment_intent": "pi_1",
        "currency": "eur",
        "created": 1795170900,
        "reason": "fraudulent",
    }
    send(stripe_shop, "", stripe("charge.dispute.created", dispute | {"status": "needs_response"}))
    send(stripe_shop, "", stripe("charge.dispute.closed", dispute | {"status": "lost"}))
    assert kinds()[-2:] == ["order.disputed", "order.dispute_closed"] and order.disputes.get().state == "lost"


def test_a_refund_before_its_session_is_of_the_goods_of_the_session(stripe_shop, chiara):
    send(stripe_shop, "", stripe("charge.succeeded", charge(amount=7000, amount_captured=5500)))
    assert Order.objects.get().total == 5500
    send(stripe_shop, "", stripe("charge.refunded", charge(amount_refunded=2450)))
    send(stripe_shop, "", stripe("checkout.session.completed", session(line_items={"data": [{"id": "li_1", "amount_subtotal": 5000, "amount_discount": 500, "amount_tax": 400, "amount_total": 4900, "quantity": 2, "description": "Beans"}]})))  # fmt: skip
    [line] = Order.objects.get().lines.all()
    assert (line.title, line.net, line.refunded_net + line.refunded_tax) == ("Beans", 4500, 2450)


def test_an_invoice_and_its_nameless_payment_are_one_order(stripe_shop, chiara):
    lines = {"data": [{"id": "il_1", "amount": 5000, "quantity": 2, "description": "Beans", "discount_amounts": [{"amount": 500}], "taxes": [{"amount": 1000, "tax_behavior": "exclusive"}], "pricing": {"price_details": {"product": "prod_1"}}}]}  # fmt: skip
    invoice = {"id": "in_1", "number": "KC-0007", "currency": "eur", "total": 5500, "subtotal": 5000, "amount_paid": 5500, "customer": "cus_1", "customer_email": "chiara@conti.example", "created": 1795169990, "total_taxes": [{"amount": 1000}], "total_discount_amounts": [{"amount": 500}], "status_transitions": {"paid_at": 1795170000}, "lines": lines}  # fmt: skip
    send(stripe_shop, "", stripe("payment_intent.succeeded", intent()))
    send(stripe_shop, "", stripe("invoice.paid", invoice))
    send(
        stripe_shop,
        "",
        stripe(
            "invoice_payment.paid",
            {"id": "inpay_1", "invoice": "in_1", "payment": {"type": "payment_intent", "payment_intent": "pi_1"}},
        ),
    )
    order = Order.objects.get()
    assert (order.number, net(order), order.customer) == ("KC-0007", [(4500, 1000)], chiara)
    send(stripe_shop, "", stripe("invoice.paid", invoice | {"id": "in_2", "total": 0, "amount_paid": 0}))
    assert the_call(stripe_shop).state == "skipped"


def test_stripe_counts_some_currencies_in_its_own_way_and_says_what_is_a_test(stripe_shop, chiara):
    for place, (code, theirs, ours) in enumerate(
        [("jpy", 1200, 1200), ("isk", 120000, 1200), ("kwd", 1230, 1230), ("mga", 500, 50000)]
    ):
        names = {"id": f"pi_x{place}", "latest_charge": None, "customer": None, "receipt_email": "chiara@conti.example"}
        send(
            stripe_shop,
            "",
            stripe("payment_intent.succeeded", intent(currency=code, amount=theirs, amount_received=theirs, **names)),
        )
        assert Order.objects.get(external_id=f"pi_x{place}").total == ours
    send(stripe_shop, "", stripe("payment_intent.succeeded", intent(), live=False))
    assert Order.objects.get(external_id="pi_1").is_test and not Order.objects.get(external_id="pi_x1").is_test


def test_a_signature_of_yesterday_is_refused(stripe_shop):
    event = stripe("payment_intent.succeeded", intent())
    assert send(stripe_shop, "", event, at=1_700_000_000) == 401 and send(stripe_shop, "", event) == 200


def test_a_payment_for_an_order_of_another_shop_is_no_order(stripe_shop, woo, ben):
    send(woo, "order.created", woo_order())
    send(
        stripe_shop,
        "",
        stripe(
            "payment_intent.succeeded",
            intent(currency="usd", amount=5225, amount_received=5225, metadata={"order_id": "727"}),
        ),
    )
    assert Order.objects.count() == 1 and the_call(stripe_shop).state == "skipped"
