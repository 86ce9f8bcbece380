"""Programs bring in what customers bought, and look at it."""

from __future__ import annotations

from regulars.api import shapes
from regulars.api.tests.conftest import Program
from regulars.commerce.models import Order
from regulars.customers.models import Customer, TimelineEvent

BUYER = {"email": "Ada@moreau.example", "name": "Ada", "external_id": "77"}
LINE = {
    "external_id": "l1",
    "title": "Beans",
    "quantity": 2,
    "price": 2400,
    "discount": 400,
    "tax": 333,
    "product": "p1",
    "sku": "B",
    "categories": ["Coffee"],
}
ORDER = {"shop": "till", "external_id": "o-1", "number": "1001", "placed_at": "2026-11-20T10:00:00+01:00", "updated_at": "2026-11-20T10:00:00Z", "currency": "eur", "total": 2490, "tax": 415, "shipping": 408, "is_tax_included": True, "buyer": BUYER, "lines": [LINE]}  # fmt: skip


def fields(answer: object) -> list[str]:
    return [each["field"] for each in answer.json()["errors"]]


def test_an_order_is_brought_in_once_and_brought_up_to_date(owner: Program, ada: Customer) -> None:
    assert (
        owner.post("/shops", name="Till", slug="till").status_code == 201
        and owner.post("/shops", name="Till", slug="till").status_code == 409
    )
    made = owner.post("/orders", **ORDER)
    assert made.status_code == 201, made.json()
    shapes.WholeOrder.model_validate(made.json())
    assert (made.json()["customer"], made.json()["lines"][0]["net"], made.json()["lines"][0]["categories"]) == (
        ada.pk,
        1667,
        ["Coffee"],
    )
    at = "2026-11-21T10:00:00Z"
    paid = {"paid": "paid", "updated_at": at, "payments": [{"external_id": "t1", "amount": 2490, "at": at}], "shipments": [{"external_id": "s", "state": "delivered", "delivered_at": at}], "refunds": [{"external_id": "r", "amount": 1000, "at": at, "lines": [{"line": "l1", "quantity": 1}]}]}  # fmt: skip
    assert owner.post("/orders", **ORDER | paid).status_code == 200
    late = owner.post("/orders", **ORDER)  # what is older changes nothing
    assert (late.json()["paid"], late.json()["shipped"], late.json()["lines"][0]["refunded_net"]) == (
        "partly refunded",
        "delivered",
        833,
    )
    kinds = list(
        TimelineEvent.objects.filter(customer=ada, kind__startswith="order")
        .order_by("pk")
        .values_list("kind", flat=True)
    )
    assert kinds == ["order.placed", "order.paid", "order.shipped", "order.delivered", "order.refunded"]
    listed = owner.get("/orders", search="1001", customer=ada.pk, shop="till").json()["items"]
    assert [shapes.Order.model_validate(each).id for each in listed] == [Order.objects.get().pk]
    line = late.json()["lines"][0]["id"]
    back = owner.post(
        f"/orders/{listed[0]['id']}/returns", lines=[{"line": line, "quantity": 1, "reason": "It is broken"}]
    )
    assert back.status_code == 201, back.json()
    shapes.Return.model_validate(back.json())
    assert owner.post(f"/returns/{back.json()['id']}/approve", answer="Send it").json()["state"] == "approved"
    assert owner.post(f"/returns/{back.json()['id']}/receive").json()["state"] == "received"
    assert owner.post(f"/returns/{back.json()['id']}/decline").status_code == 409
    assert [each["id"] for each in owner.get("/returns", state="received").json()["items"]] == [back.json()["id"]]
    shapes.RefundRequest.model_validate(owner.post(f"/orders/{listed[0]['id']}/refund-requests", amount=100).json())
    product = owner.post(
        "/products",
        shop="till",
        external_id="p1",
        title="Kiambu",
        categories=["Coffee", "Kenya"],
        price=1200,
        currency="EUR",
    )
    shapes.Product.model_validate(product.json())
    assert [each["title"] for each in owner.get("/products").json()["items"]] == ["Kiambu"]
    assert [shapes.Shop.model_validate(each).slug for each in owner.get("/shops").json()["items"]] == ["till"]


def test_what_cannot_be_is_refused_by_name_and_changes_nothing(owner: Program, program: Program) -> None:
    owner.post("/shops", name="Till", slug="till")
    wrong = {
        "shop": {"shop": "tell"},
        "currency": {"currency": "Euro"},
        "total": {"total": -1},
        "placed_at": {"placed_at": "2026-11-20T10:00:00"},
        "buyer.email": {"buyer": {"email": "ada"}},
        "lines.0.discount": {"lines": [LINE | {"discount": 9999}]},
        "lines.1.external_id": {"lines": [LINE, LINE]},
        "refunds.0.lines": {
            "refunds": [{"external_id": "r", "amount": 1, "at": "2026-11-21T10:00:00Z", "lines": [{"line": "no"}]}]
        },
        "paid": {"paid": "maybe"},
        "nonsense": {"nonsense": 1},
    }
    for field, change in wrong.items():
        answer = owner.post("/orders", **ORDER | change)
        assert answer.status_code == 422 and fields(answer) == [field], answer.json()
    assert not Order.objects.exists() and not Customer.objects.exists()
    assert program.post("/orders", **ORDER).status_code == 403 and owner.get("/orders/9").status_code == 404
    assert fields(owner.post("/products", shop="till", external_id="p", title="x", price=5)) == ["currency"]
