"""My orders, and what of them I send back."""

from __future__ import annotations

import pytest

from regulars.commerce.actions.save_terms import save_terms
from regulars.commerce.models import Order, Return, Terms
from regulars.commerce.tests.payloads import a_shop, send, shopify_order, shopify_parcel
from regulars.customers.models import Customer
from regulars.lib import blobs
from regulars.portal.actions.forget_customer import forget_customer
from regulars.portal.exporting import everything_of
from regulars.portal.models import Proof
from regulars.portal.queries import Reader
from regulars.team.models import Agent


@pytest.fixture
def order(ada: Customer, grace: Agent) -> Order:
    """Bought by Ada, and delivered."""
    save_terms(Terms(reasons=["It is broken"], days=30_000), by=grace)
    parcel = shopify_parcel(shipment_status="delivered")
    send(a_shop("shopify"), "orders/create", shopify_order(fulfillment_status="fulfilled", fulfillments=[parcel]))
    return Order.objects.get()


def test_one_sees_what_was_bought_by_a_proven_address_and_sends_it_back(order, ada, ben, enter):
    client = enter(ada)
    assert "#1001" in client.get("/my/orders").content.decode()
    page = client.get(f"/my/orders/{order.pk}").content.decode()
    assert "Kenya Kiambu" in page and "Send something back" in page
    line = order.lines.get(external_id="101")
    wrong = client.post(
        f"/my/orders/{order.pk}/return", {f"pieces-{line.pk}": "7", f"reason-{line.pk}": "It is broken", "key": "a"}
    )
    assert wrong.status_code == 422 and "So many" in wrong.content.decode()
    asked = client.post(
        f"/my/orders/{order.pk}/return",
        {f"pieces-{line.pk}": "1", f"reason-{line.pk}": "It is broken", "key": "a", "words": "Torn"},
    )
    back = Return.objects.get()
    assert asked.url == f"/my/returns/{back.pk}" and "Torn" in client.get(asked.url).content.decode()
    stranger = enter(ben)
    for path in (
        f"/my/orders/{order.pk}",
        f"/my/returns/{back.pk}",
        f"/my/returns/{back.pk}/label",
        f"/my/orders/{order.pk}/return",
    ):
        assert stranger.get(path).status_code == 404
    assert stranger.post(f"/my/returns/{back.pk}/withdraw").status_code == 404
    Order.objects.update(email="ada@elsewhere.example")  # hers, we think; but she has not shown that
    assert client.get(f"/my/orders/{order.pk}").status_code == 404


def test_it_stands_in_what_one_takes_along_and_is_forgotten_with_the_rest(order, ada, grace, enter):
    enter(ada)
    told = everything_of(Reader(Proof.objects.latest("pk")))
    assert told["orders"][0]["number"] == "#1001" and told["orders"][0]["lines"][0]["net"] == 2250
    forget_customer(ada, by=grace)
    order.refresh_from_db()
    assert (order.email, order.buyer, order.total) == ("", "", 11400)


def test_a_label_that_somebody_else_has_as_well_stays(order, ada, ben, grace, django_capture_on_commit_callbacks):
    other = Order.objects.create(
        shop=order.shop, external_id="2", customer=ben, currency="EUR", placed_at=order.placed_at
    )
    label = blobs.keep(b"%PDF-1.4 the label of this house")
    for each in (order, other):
        Return.objects.create(order=each, customer=each.customer, label=label)
    with django_capture_on_commit_callbacks(execute=True):
        forget_customer(ada, by=grace)
    assert blobs.fetch(label).read().startswith(b"%PDF")
    with django_capture_on_commit_callbacks(execute=True):
        forget_customer(ben, by=grace)
    with pytest.raises(FileNotFoundError):
        blobs.fetch(label)
