"""Whatever stands in what a shop sends, it is read or refused; nothing else ever happens."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.commerce.facts import Told, Unreadable
from regulars.commerce.models import Shop
from regulars.commerce.shops.given import when
from regulars.commerce.shops.protocols import PROTOCOLS
from regulars.commerce.tests import payloads

CALLS = [
    (
        "shopify",
        "orders/updated",
        payloads.shopify_order(
            refunds=[payloads.shopify_refund(shipping="6.00")], fulfillments=[payloads.shopify_parcel()]
        ),
    ),
    ("shopify", "refunds/create", payloads.shopify_refund(shipping="6.00")),
    ("shopify", "fulfillments/update", payloads.shopify_parcel()),
    ("woocommerce", "order.updated", payloads.woo_order(refunds=[{"id": 1, "reason": "", "total": "-5.00"}])),
    ("stripe", "checkout.session.completed", payloads.stripe("checkout.session.completed", payloads.session())),
    ("stripe", "payment_intent.succeeded", payloads.stripe("payment_intent.succeeded", payloads.intent())),
    ("stripe", "charge.refunded", payloads.stripe("charge.refunded", payloads.charge(amount_refunded=5))),
]
ODD = [
    None,
    "",
    "x",
    0,
    -1,
    1e400,
    True,
    [],
    {},
    [None],
    [1, "a"],
    {"id": 1},
    "9" * 40,
    "NaN",
    "2026-99-99",
    "\ud800\x00",
    10**30,
    -5.5,
]


def places(thing: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = thing.items() if isinstance(thing, dict) else enumerate(thing) if isinstance(thing, list) else ()
    return [path, *(place for name, each in inner for place in places(each, (*path, name)))]


def changed(thing: Any, path: tuple[Any, ...], value: Any) -> Any:
    thing = deepcopy(thing)
    where = thing
    for name in path[:-1]:
        where = where[name]
    if path:
        where[path[-1]] = value
    return thing


@given(call=st.sampled_from(CALLS), data=st.data())
def test_no_change_of_a_call_breaks_the_reader(call: tuple[str, str, Any], data: st.DataObject) -> None:
    kind, topic, thing = call
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(places(thing)[1:]))
        thing = changed(thing, path, data.draw(st.sampled_from(ODD)))
    shop = Shop(kind=kind, slug=kind, website="https://kettle.myshopify.com")
    try:
        told = PROTOCOLS[kind].read(topic, json.loads(json.dumps(thing)), shop)
    except Unreadable:
        return
    assert isinstance(told, Told)


@pytest.mark.parametrize("said", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00", 253402300799])
def test_a_moment_that_no_page_could_tell_is_none(said):
    with pytest.raises(Unreadable, match="no moment"):
        when({"created_at": said}, "created_at")
