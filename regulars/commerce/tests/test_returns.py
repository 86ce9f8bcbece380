"""What comes back: asked for within the terms, decided at the desk, settled by the refund."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from regulars.commerce.actions.approve_return import approve_return
from regulars.commerce.actions.attach_label import attach_label
from regulars.commerce.actions.decline_return import decline_return
from regulars.commerce.actions.forget_orders import forget_orders
from regulars.commerce.actions.receive_return import receive_return
from regulars.commerce.actions.request_refund import request_refund
from regulars.commerce.actions.request_return import request_return
from regulars.commerce.actions.save_shop import save_shop
from regulars.commerce.actions.save_terms import save_terms
from regulars.commerce.actions.withdraw_return import withdraw_return
from regulars.commerce.models import Order, Return, ShopCall, Terms
from regulars.commerce.tests.payloads import a_shop, send, shopify_order, shopify_parcel, shopify_refund
from regulars.customers.actor import Actor
from regulars.customers.models import Customer, TimelineEvent
from regulars.team.models import Agent, AuditEntry

REASON = "It is broken"


@pytest.fixture
def order(ada: Customer, grace: Agent) -> Order:
    """Shipped; bought and delivered at a moment that the terms reach."""
    save_terms(Terms(reasons=[REASON], days=30_000, instructions="To the shop."), by=grace)
    shop = a_shop("shopify")
    parcel = shopify_parcel(shipment_status="delivered")
    send(shop, "orders/create", shopify_order(fulfillment_status="fulfilled", fulfillments=[parcel]))
    return Order.objects.get()


def ask(order: Order, by: object, *, pieces: int = 1, **words: object) -> Return:
    line = order.lines.get(external_id="101")
    return request_return(order, pieces={line.pk: pieces}, reasons={line.pk: REASON}, by=by, **words)


def test_a_customer_asks_within_the_terms_and_only_for_what_is_left(order, ada, grace):
    by = Actor.customer(ada)
    first = ask(order, by, key="k1", words="The bag is torn.")
    assert ask(order, by, key="k1").pk == first.pk and first.state == "requested"
    with pytest.raises(ValidationError, match="So many"):
        ask(order, by, pieces=2)
    with pytest.raises(ValidationError, match="Choose why"):
        request_return(order, pieces={order.lines.get(external_id="101").pk: 1}, reasons={}, by=by)
    with pytest.raises(ValidationError, match="Say what"):
        request_return(order, pieces={}, reasons={}, by=by)
    save_terms(Terms(reasons=[], days=1), by=grace)
    Order.objects.update(delivered_at="2020-01-01T00:00Z")
    with pytest.raises(ValidationError, match="within 1 day"):
        ask(order, by)
    assert ask(order, grace).state == "requested"  # the team may
    assert TimelineEvent.objects.filter(kind="return.requested", about=f"order:{order.pk}").count() == 2


def test_what_costs_little_is_approved_at_once_and_what_is_excluded_never_asked_for(order, ada, grace):
    save_terms(Terms(reasons=[REASON], days=30_000, approves_below=1350), by=grace)
    assert ask(order, Actor.customer(ada)).state == "approved"
    assert ask(order, Actor.customer(ada)).state == "requested", "piece by piece it is more than little"
    order.lines.get(external_id="101").product.__class__.objects.update(categories=["Coffee"])
    save_terms(Terms(reasons=[REASON], days=30_000, excluded=["coffee"]), by=grace)
    with pytest.raises(ValidationError, match="Nothing of it"):
        ask(order, Actor.customer(ada))
    assert AuditEntry.objects.filter(action="terms.changed").count() == 3


def test_a_return_goes_on_once_and_is_never_decided_twice(order, ada, grace):
    back = ask(order, Actor.customer(ada))
    attach_label(back, name="label.pdf", content=b"%PDF-1.4 x", by=grace)
    with pytest.raises(ValidationError, match="A label is"):
        attach_label(back, name="label.exe", content=b"MZ", by=grace)
    for _ in range(2):
        back = approve_return(back, answer="Send it.", by=grace)
    assert (back.state, back.answer, back.decided_by) == ("approved", "Send it.", grace)
    back = receive_return(back, by=grace)
    with pytest.raises(ValidationError, match="arrived already"):
        withdraw_return(back, by=Actor.customer(ada))
    send(
        order.shop,
        "refunds/create",
        shopify_refund(
            lines=[{"line_item_id": 101, "quantity": 1, "subtotal": 13.5, "total_tax": 2.25}], amount="13.50"
        ),
    )
    back.refresh_from_db()
    assert back.state == "refunded"
    other = ask(order, grace)
    assert decline_return(other, answer="Worn.", by=grace).state == "declined"
    with pytest.raises(ValidationError):
        approve_return(other, by=grace)
    assert withdraw_return(ask(order, grace), by=Actor.customer(ada)).state == "withdrawn"


def test_a_refund_that_was_asked_for_is_answered_by_the_one_that_comes(order, grace):
    with pytest.raises(ValidationError, match="at most €114.00"):
        request_refund(order, amount=11401, by=grace)
    noted = request_refund(order, amount=8100, reason="too loud", by=grace)
    send(order.shop, "refunds/create", shopify_refund(amount="81.00", processed_at="2099-01-01T00:00:00Z"))
    noted.refresh_from_db()
    assert noted.answered_at and TimelineEvent.objects.filter(kind="refund.requested").count() == 1


def test_the_desk_shows_orders_returns_and_shops_and_decides(order, ada, grace, client):
    client.force_login(grace)
    back = ask(order, Actor.customer(ada), words="Torn")
    for path in (
        "/orders",
        "/orders?q=%231001",
        "/orders?q=ada@moreau.example",
        "/orders?q=Moreau",
        "/orders?q=6A1&state=shipped",
    ):
        shown = client.get(path).content.decode()
        assert ("#1001" in shown) is ("shipped" not in path), path
    for path in (
        f"/orders/{order.pk}",
        f"/customers/{ada.pk}/orders",
        "/returns",
        "/returns?state=%00",
        "/orders?q=a%00@b.example",
        f"/returns/{back.pk}",
        f"/customers/{ada.pk}",
    ):
        assert client.get(path).status_code == 200
    assert "Kenya Kiambu" in client.get(f"/customers/{ada.pk}/orders").content.decode()
    assert client.post(f"/orders/{order.pk}/refund", {"amount": "1,50"}).status_code == 302
    assert client.post(f"/orders/{order.pk}/refund", {"amount": "much"}).status_code == 422
    assert client.post(f"/returns/{back.pk}/approve", {"answer": "Send it."}).status_code == 302
    assert client.post(f"/returns/{back.pk}/decline", {"answer": "No."}).status_code == 302
    assert client.post(f"/returns/{back.pk}/approve", {}).status_code == 422
    assert client.get(f"/orders/{order.pk}/return").status_code == 200
    shop = order.shop
    call = ShopCall.objects.get()
    for path in (
        "/settings/shops",
        f"/settings/shops/{shop.pk}",
        f"/settings/shops/{shop.pk}/calls/{call.pk}",
        "/settings/shops/new",
        "/settings/shops/returns",
    ):
        assert client.get(path).status_code == 200, path
    assert "5612340001" in client.get(f"/settings/shops/{shop.pk}/calls/{call.pk}").content.decode()
    assert client.post(f"/settings/shops/{shop.pk}/replay", {"call": call.pk}).status_code == 302
    made = client.post("/settings/shops/new", {"kind": "stripe", "name": "Till", "slug": "till", "website": ""})
    assert made.status_code == 302 and AuditEntry.objects.filter(action="shop.added").exists()
    save_shop(shop, by=grace)
    kept = client.post(
        f"/settings/shops/{shop.pk}",
        {"name": "Kettle", "website": "https://kettle.myshopify.com", "secret": "", "is_active": "on"},
    )
    shop.refresh_from_db()
    assert kept.status_code == 302 and (shop.name, shop.secret) == ("Kettle", "whsec_kettle")
    assert (
        client.post(
            "/settings/shops/returns", {"days": "14", "currency": "eur", "reasons": "A\nB\nA", "margin": "35"}
        ).status_code
        == 302
    )
    assert Terms.objects.get().reasons == ["A", "B"]


def test_who_is_forgotten_is_in_no_order_any_more(order, ada):
    back = ask(order, Actor.customer(ada), words="Torn")
    forget_orders([ada.pk], addresses=["ada@moreau.example"])
    order.refresh_from_db()
    back.refresh_from_db()
    assert (order.email, order.buyer, order.buyer_id, back.words, order.total) == ("", "", "", "", 11400)
    assert not ShopCall.objects.exists()
