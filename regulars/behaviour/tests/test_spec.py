"""Messages as Segment's specification and its libraries have them, and what a website's public key may do."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from regulars.behaviour import naming
from regulars.behaviour.actions.keep_arrival import keep_arrival
from regulars.behaviour.actions.take_arrivals import take_arrivals
from regulars.behaviour.actions.want_deed import want_deed
from regulars.behaviour.models import Arrival, Deed, Done, Source, Trail
from regulars.customers.fields import CUSTOMER_FIELDS
from regulars.customers.models import Customer
from regulars.lib.conditions import describe, holds, say
from regulars.team.models import Agent

pytestmark = pytest.mark.django_db
YES = {"consent": {"categoryPreferences": {"analytics": True}}}


@pytest.fixture
def server(db: None) -> Source:
    return Source.objects.create(name="Shop", kind="server")


def taken(source: Source, *messages: dict[str, Any]) -> None:
    keep_arrival(source, messages=list(messages))
    while take_arrivals():
        pass


def called(name: str) -> Customer:
    return Customer.objects.met().get(identities__value=name)


def asked(customer: Customer, field: str, operator: str, value: Any) -> bool:
    return holds({"field": field, operator: value}, customer, CUSTOMER_FIELDS, now=timezone.now())


def test_old_and_forwarded_messages_stand_at_their_own_times(client: Client, server: Source) -> None:
    said = {"type": "track", "userId": "u-1", "integrations": {"All": False}}
    sent = [
        said | {"event": "Imported", "timestamp": "2012-12-02T00:30:08.276Z"},
        said | {"event": "Short", "timestamp": "2015-2-02T00:30:08.276+0000"},
        said
        | {"event": "Forwarded", "originalTimestamp": "2021-05-14T14:00:00Z", "sentAt": "2021-05-14T14:00:02Z"}
        | {"timestamp": "2021-05-14T11:00:00Z", "receivedAt": "2021-05-14T11:00:02Z", "messageId": "m-1"},
        {
            "type": "page",
            "userId": "u-1",
            "messageId": "m-1",
            "name": "Home",
            "category": "Shop",
            "context": {"ip": "::1"},
        },
    ]
    body = {"batch": sent, "writeKey": server.key, "context": {"page": {"path": "/kettles"}}}
    answer = client.post("/v1/batch", json.dumps(body), content_type="text/plain", HTTP_AUTHORIZATION="Bearer of.OAuth")
    assert answer.status_code == 200
    take_arrivals()
    at = {Deed.objects.get(pk=each.deed_id).name: each for each in Done.objects.all()}
    assert at["Imported"].at == datetime(2012, 12, 2, 0, 30, 8, 276000, tzinfo=UTC)
    assert at["Short"].at.month == 2 and at["Forwarded"].at == datetime(2021, 5, 14, 11, tzinfo=UTC)
    assert at["page"].properties == {"path": "/kettles", "name": "Home", "category": "Shop"}
    assert asked(called("u-1"), "did within.30.Imported", "is", 0) and asked(called("u-1"), "did.Imported", "is", 1)


def test_another_id_of_the_same_person_and_an_address_without_one(server: Source) -> None:
    track = {"type": "track", "event": "Song Played"}
    taken(server, track | {"userId": "jen@people.example"}, track | {"userId": "k-9"})
    taken(server, {"type": "alias", "previousId": "jen@people.example", "userId": "507f"})  # an id that is new
    taken(
        server, {"type": "alias", "previousId": "k-9", "userId": "507f"}, track | {"userId": "k-9"}
    )  # two that are known
    assert called("jen@people.example") == called("507f") == called("k-9")
    assert asked(called("507f"), "did.Song Played", "is", 3)
    traits = {"email": "jen@people.example", "address": {"country": "FR"}, "company": {"name": "Initech", "tags": [1]}}
    taken(server, {"type": "identify", "anonymousId": "a-1", "traits": traits})
    assert called("507f").attributes == {"address.country": "FR", "company.name": "Initech"}
    taken(server, {"type": "group", "userId": "507f", "groupId": "g", "traits": {"name": "Initech"}})
    browser = {"type": "alias", "previousId": "a-7", "userId": "507f"}
    taken(server, track | {"anonymousId": "a-7"}, browser)
    taken(server, browser)
    assert not Arrival.objects.exists()
    page = Source.objects.create(name="Pages", kind="website")
    taken(page, {"type": "alias", "previousId": "507f", "userId": "eve", "context": YES, "anonymousId": "a-2"})
    assert Customer.objects.met().count() == 1


def test_what_was_in_a_cart_or_an_order_can_be_asked(server: Source) -> None:
    products = [{"product_id": "p-1", "name": "Heron Kettle", "price": 148}, {"product_id": "p-2", "name": "Bean"}]
    order = {"type": "track", "event": "Order Completed", "userId": "u-1", "properties": {"products": products}}
    taken(
        server, order, order | {"userId": "u-2", "properties": {"products": [], "coupon": "SPRING"}, "messageId": "2"}
    )
    bought = {"field": "did with.Order Completed.products.name", "has": "heron kettle"}
    one, two = called("u-1"), called("u-2")
    assert [holds(bought, each, CUSTOMER_FIELDS, now=timezone.now()) for each in (one, two)] == [True, False]
    assert asked(two, "did with.Order Completed.coupon", "has any of", ["spring", "summer"])
    taken(server, order | {"userId": "u-2", "properties": {"tags": ["Gift", "Early"]}, "messageId": "3"})
    assert asked(two, "did with.Order Completed.tags", "has", "gift")
    assert asked(two, "did with.Order Completed.products.name", "is missing", True)
    assert say(bought, CUSTOMER_FIELDS) == "“products.name” of “Order Completed” has “heron kettle”"


def test_what_waits_is_taken_in_pieces_that_the_database_takes(server: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL takes 65,535 values in one question."""
    monkeypatch.setattr("regulars.behaviour.actions.take_arrivals.PIECE", 2)
    track = {"type": "track", "userId": "u-1", "event": "Song Played"}
    for number in range(3):
        keep_arrival(server, messages=[track, track | {"userId": f"n-{number}"}, track | {"messageId": "once"}])
    with CaptureQueriesContext(connection) as questions:
        assert take_arrivals() == 3
    assert sum('"behaviour_trail"."key" IN' in each["sql"] for each in questions) == 5
    assert asked(called("u-1"), "did.Song Played", "is", 4) and Trail.objects.count() == 4


def test_whoever_knows_a_websites_key_cannot_push_real_names_out(
    server: Source, grace: Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(naming, "NEW", 2)
    website = Source.objects.create(name="Pages", kind="website")
    page = {"type": "track", "anonymousId": "a-1", "context": YES}
    taken(website, *(page | {"event": name} for name in ("AAA 1", "AAA 2", "AAA 3", "Product Added")))
    taken(website, page | {"event": "AAA 4"}, page | {"event": "AAA 1"})
    assert set(Deed.objects.values_list("name", flat=True)) == {"AAA 1", "AAA 2", "Product Added"}
    assert ["AAA 3" in each.error for each in Arrival.objects.order_by("pk")] == [True, False]
    assert not any(Arrival.objects.values_list("body", flat=True))
    taken(server, {"type": "track", "userId": "u-1", "event": "Subscribed"})
    monkeypatch.setattr("regulars.behaviour.fields.MOST_OFFERED", 2)
    assert offered() == ["Product Added", "Subscribed"]
    deed = Deed.objects.get(name="AAA 1")
    want_deed(deed, is_wanted=False, by=grace)
    taken(website, page | {"event": "AAA 1"})
    assert Done.objects.filter(deed_id=deed.pk).count() == 2
    Deed.objects.filter(name="AAA 2").update(first_at=timezone.now() - timedelta(days=2))
    taken(website, page | {"event": "AAA 5"})
    assert Deed.objects.filter(name="AAA 5").exists()


def offered() -> list[str]:
    names = [each["name"] for each in describe(CUSTOMER_FIELDS, asker=None)["fields"]]
    return [name.removeprefix("did.") for name in names if name.startswith("did.")]
