"""What websites and programs tell: written once, whoever they are found to be, in whatever order it comes."""

from __future__ import annotations

import gzip
import json
from base64 import b64encode
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from regulars.behaviour.actions.forget_doings import forget_doings
from regulars.behaviour.actions.forget_refused import forget_refused
from regulars.behaviour.actions.keep_arrival import keep_arrival
from regulars.behaviour.actions.learn_traits import learn_traits
from regulars.behaviour.actions.note_deed import note_deed
from regulars.behaviour.actions.save_figure import remove_figure, save_figure
from regulars.behaviour.actions.save_source import save_source
from regulars.behaviour.actions.take_arrivals import signature, take_arrivals
from regulars.behaviour.actions.tell_visits import tell_visits
from regulars.behaviour.models import Arrival, Deed, Done, Figure, Source, Stay, Tally, Trail
from regulars.behaviour.queries import doings_of
from regulars.customers.actions.add_identity import add_identity
from regulars.customers.actions.identify import identify
from regulars.customers.actions.set_consent import set_consent
from regulars.customers.actor import SYSTEM
from regulars.customers.fields import CUSTOMER_FIELDS
from regulars.customers.junk import is_junk
from regulars.customers.models import Customer, CustomField, TimelineEvent
from regulars.lib.conditions import holds
from regulars.team.models import Agent

pytestmark = pytest.mark.django_db
YES = {"consent": {"categoryPreferences": {"analytics": True}}}


@pytest.fixture
def server(db: None) -> Source:
    return Source.objects.create(name="Shop", kind="server")


@pytest.fixture
def website(db: None) -> Source:
    return Source.objects.create(name="Pages", kind="website")


def track(source: Source, event: str = "Product Viewed", **facts: Any) -> None:
    message = {"type": "track", "event": event, "userId": "u-1"} | facts
    keep_arrival(source, messages=[{name: value for name, value in message.items() if value is not None}])
    take_arrivals()


def asked(customer: Customer, field: str, operator: str, value: Any) -> bool:
    return holds({"field": field, operator: value}, customer, CUSTOMER_FIELDS, now=timezone.now())


def test_what_segments_libraries_send_is_taken_and_what_is_wrong_is_named(client: Client, server: Source) -> None:
    key = {"HTTP_AUTHORIZATION": "Basic " + b64encode(f"{server.key}:".encode()).decode()}

    def post(what: str, said: Any, **more: Any) -> tuple[int, Any]:
        body = said if isinstance(said, bytes) else json.dumps(said).encode()
        answer = client.post(f"/v1/{what}", body, content_type="application/json", **(key | more))
        return answer.status_code, answer.json()

    said = {"userId": 17, "event": "Order Completed", "properties": {"revenue": 12.5, "odd": "\ud800\x00"}}
    assert post("track", said) == (200, {"success": True})
    assert post("t", {**said, "writeKey": server.key}, HTTP_AUTHORIZATION="")[0] == 200
    assert (
        post(
            "batch",
            gzip.compress(json.dumps({"batch": [said | {"type": "track"}]}).encode()),
            HTTP_CONTENT_ENCODING="gzip",
        )[0]
        == 200
    )
    assert post("track", said, HTTP_AUTHORIZATION="Basic bm9uZTo=")[0] == 401
    assert post("nothing", said)[0] == 404
    wrong = {
        "batch": [said | {"type": "track"}, {"type": "track", "userId": "null", "event": "x"}, {"type": "page"}, 3]
    }
    status, told = post("batch", wrong)
    assert status == 200 and [each.partition(":")[0] for each in told["errors"]] == ["batch.1", "batch.2", "batch.3"]
    assert post("track", said | {"timestamp": "yesterday"})[1]["message"].startswith("timestamp")
    deep = b'{"batch": [{"type": "track", "event": "x", "userId": "u", "properties": %s]}' % (
        b'{"a": ' * 300 + b"1" + b"}" * 301
    )
    for bad in (b"{", b"[]", b'{"userId": NaN}', b"[" * 100_000, b'{"batch": []}', deep):
        assert post("batch", bad)[0] == 400
    ends = {"timestamp": "9999-12-31T00:00:00Z", "sentAt": "0001-01-01T00:00:00Z"}
    assert post("track", said | ends)[0] == 400
    assert post("batch", {"batch": [said | {"type": "purchase"}]})[1]["message"].startswith("type: ")
    for key_like in ("Basic AAAA", "Basic ÿ", "Bearer ÿ"):  # the first is three NULs
        assert post("track", said, HTTP_AUTHORIZATION=key_like)[0] == 401
    assert Arrival.objects.filter(error="").count() == 4
    take_arrivals()
    refused = Arrival.objects.get()  # with why, and nothing of whom it was about
    assert refused.error.startswith("batch.1: userId") and refused.body == [] and Done.objects.count() == 4
    forget_refused(server, by=None)
    assert not Arrival.objects.exists()


def test_an_event_counts_once_by_its_id_and_its_time_is_by_our_clock(server: Source) -> None:
    now = timezone.now()
    late = {"timestamp": (now - timedelta(days=40)).isoformat(), "messageId": "m-1"}
    for _again in range(3):
        track(server, **late)
    ahead = now + timedelta(hours=5)  # a sender whose clock is five hours ahead, ten minutes after it happened
    times = {"originalTimestamp": (ahead - timedelta(minutes=10)).isoformat(), "sentAt": ahead.isoformat()}
    track(server, event="Ahead", messageId="m-2", **times)
    customer = Customer.objects.get(identities__value="u-1")
    assert asked(customer, "did.Product Viewed", "is", 1) and asked(customer, "did within.39.Product Viewed", "is", 0)
    assert asked(customer, "did within.41.Product Viewed", "is", 1)
    assert abs(
        Done.objects.get(deed_id=Deed.objects.get(name="Ahead").pk).at - (now - timedelta(minutes=10))
    ) < timedelta(minutes=1)


def test_a_stranger_who_says_who_they_are_takes_along_what_they_did(server: Source) -> None:
    track(server, userId=None, anonymousId="a-1")
    assert not Customer.objects.exists()
    keep_arrival(
        server,
        messages=[
            {
                "type": "identify",
                "userId": "u-1",
                "anonymousId": "a-1",
                "traits": {"email": "Ada@Moreau.example", "name": "Ada", "plan": "gold", "list": [1]},
            }
        ],
    )
    take_arrivals()
    ada = Customer.objects.get()
    assert ada.name == "Ada" and ada.attributes == {"plan": "gold"}
    assert {each.value for each in ada.identities.all()} == {"u-1", "ada@moreau.example"}
    track(server, userId="u-2", anonymousId="a-1")  # somebody else at the same browser
    track(server, userId=None, anonymousId="a-1")
    assert asked(ada, "did.Product Viewed", "is", 1)
    assert asked(Customer.objects.get(identities__value="u-2"), "did.Product Viewed", "is", 2)
    learn_traits(ada, traits={"email": "somebody@else.example", "name": "Not Ada", "plan": None})
    ada.refresh_from_db()
    assert ada.name == "Ada" and ada.attributes == {}


def test_a_page_is_believed_only_what_our_secret_signed_and_followed_only_where_that_is_allowed(
    client: Client, website: Source, server: Source
) -> None:
    track(server)
    before = Tally.objects.count()
    track(website, anonymousId="b-1", context=YES)
    assert Trail.objects.get(key="a:b-1").customer is None
    track(website, anonymousId="b-2")  # no consent
    assert not Trail.objects.filter(key="a:b-2").exists()
    track(website, anonymousId="b-1", context={"userHash": signature(website, "u-1")})
    customer = Customer.objects.get()
    assert Trail.objects.get(key="a:b-1").customer == customer
    assert Tally.objects.count() == before + 1  # they go on where they were a stranger
    said = {"anonymousId": "b-3", "event": "x", "writeKey": website.key, "context": YES}
    assert client.post("/v1/track", json.dumps(said), content_type="text/plain", HTTP_SEC_GPC="1").json() == {
        "success": True
    }
    assert not Arrival.objects.exists()
    set_consent(customer, channel="email", purpose="profiling", state="withdrawn", source="a letter", by=SYSTEM)
    track(server, event="After")
    track(website, event="After", userId=None, anonymousId="b-1", context=YES)  # the browser that they were known at
    assert asked(customer, "did.After", "is", 0)
    for junk in ("0", "000-00", "null", "anonymous", "Test@shop.example", "[object Object]", "-1", ""):
        assert is_junk(junk)
    assert not any(is_junk(each) for each in ("17", "ada@moreau.example", "tester-anna", "0f8e", "usher"))


def test_what_cannot_be_taken_is_told_without_whom_it_was_about(
    server: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_any: object, **_more: object) -> None:
        raise RuntimeError("Key (value)=(ada@moreau.example)")

    monkeypatch.setattr("regulars.behaviour.actions.take_arrivals.write", fails)
    track(server)
    assert Arrival.objects.get().error == "RuntimeError"


def test_numbers_are_ids_and_all_traits_of_a_message_are_kept_but_those_that_cannot_be(server: Source) -> None:
    CustomField.objects.create(about="customer", key="seats", label="Seats", kind="number")
    traits = {"seats": "many", "plan": "gold", "is_new": True, "address": {"city": "Paris"}, "x" * 65: 1}
    for _again in range(2):
        track(server, userId=1, type="identify", event=None, traits=traits)
    customer = Customer.objects.get(identities__value="1")
    assert customer.attributes == {"plan": "gold", "is_new": True, "address.city": "Paris"}
    assert TimelineEvent.objects.filter(kind="customer.attribute_set").count() == 3
    assert not is_junk("12345")


def test_whoever_signs_in_on_a_visit_makes_one_visit(server: Source) -> None:
    page, at = {"type": "page", "anonymousId": "a-1"}, timezone.now() - timedelta(hours=3)
    for minutes, who in enumerate(({}, {"userId": "u-1"}, {"userId": "u-1"}, {}, {"userId": "u-2"})):
        said = page | who | {"timestamp": (at + timedelta(minutes=minutes)).isoformat()}
        keep_arrival(server, messages=[said])
        take_arrivals()
    one, other = (Customer.objects.get(identities__value=each) for each in ("u-1", "u-2"))
    assert Stay.objects.get(trail__customer=one).pages == 4 and Stay.objects.get(trail__customer=other).pages == 1
    assert asked(one, "visits", "is", 1) and asked(one, "did.page", "is", 4)


def test_a_page_cannot_say_that_somebody_has_the_address_of_others(website: Source) -> None:
    ada = identify("email", "ada@moreau.example", name="Ada", channel="email")
    stranger = {"userId": "u-9", "context": {"userHash": signature(website, "u-9")}, "type": "identify", "event": None}
    for address in ("ada@moreau.example", "nobody@yet.example"):
        track(website, **stranger, traits={"email": address, "phone": "+33 6 12 34 56 78", "name": "Eve"})
    assert [each.value for each in ada.identities.all()] == ["ada@moreau.example"]
    eve = Customer.objects.get(name="Eve")
    assert [each.value for each in eve.identities.all()] == ["u-9"] and eve != ada


def test_a_cart_that_was_left_is_known_until_something_is_bought(server: Source) -> None:
    now = timezone.now()
    track(
        server, "Product Viewed", timestamp=(now - timedelta(hours=9)).isoformat(), properties={"category": "Grinders"}
    )
    track(server, "Product Added", timestamp=(now - timedelta(hours=8)).isoformat())
    customer = Customer.objects.get()
    left = {
        "all": [{"field": "cart left", "more than … ago": "4 h"}, {"field": "looked at category", "is": "grinders"}]
    }
    assert holds(left, customer, CUSTOMER_FIELDS, now=now)
    track(server, "Order Completed")
    assert not holds(left, customer, CUSTOMER_FIELDS, now=now)
    assert asked(customer, "browsed", "is missing", True)
    assert [name for name, _done in doings_of(customer.pk)] == ["Product Viewed", "Product Added", "Order Completed"]
    theirs = [{"userId": "U-1"}, {"previousId": "u-1"}, {"userId": "s-2", "traits": {"email": "Ada@Moreau.example"}}]
    add_identity(customer, kind="email", value="ada@moreau.example")
    theirs += [{"userId": "s-3", "properties": {"cc": ["ADA@moreau.example"]}}]
    theirs += [{"context": {"page": {"search": "?email=Ada%40moreau.example"}}}, {"traits": {"ada@moreau.example": 1}}]
    theirs += [{"properties": {"from": "Ada <ada@moreau.example>"}}]
    why = "IntegrityError: (ada@moreau.example)\n has no name"
    failed = Arrival.objects.create(source=server, body=[*theirs, 3, {"userId": "u-2"}], error=why)
    forget_doings([customer.pk])
    failed.refresh_from_db()
    assert (failed.body, failed.error) == ([3, {"userId": "u-2"}], "IntegrityError")
    assert not Done.objects.exists() and asked(customer, "did.Order Completed", "is", 0)


def test_figures_are_computed_and_what_is_noted_is_told(server: Source, grace: Agent) -> None:
    for number, (size, colour) in enumerate([(10, "red"), ("30.00", "blue"), ("x", "blue"), (20, "red")]):
        at = timezone.now() - timedelta(days=9 - number)
        track(server, "Paid", properties={"size": size, "colour": colour}, timestamp=at.isoformat())
    customer, paid = Customer.objects.get(), Deed.objects.get(name="Paid")
    values = {"count": 4, "sum": 60, "average": 20, "smallest": 10, "largest": 30, "different": 4}
    words = {"first": "red", "last": "red", "most": "blue"}
    for how, value in (values | words).items():
        of = "" if how == "count" else "colour" if how in words else "size"
        save_figure(Figure(label=how, deed=paid, how=how, of=of), by=grace)
        assert asked(customer, f"figure.{how}", "is", value), how
    remove_figure(Figure.objects.get(key="sum"), by=grace)
    note_deed(paid, is_noted=True, by=grace)
    track(server, "Paid", properties={"revenue": "12.50", "currency": "eur"})
    track(server, "Paid too", properties={"revenue": 10**400})
    note_deed(Deed.objects.get(name="Paid too"), is_noted=True, by=grace)
    track(server, "Paid too", properties={"revenue": 10**400})
    assert not Arrival.objects.exists() and TimelineEvent.objects.filter(kind="deed.done").count() == 2
    told = TimelineEvent.objects.filter(kind="deed.done").earliest("pk")
    assert (told.facts["name"], told.facts["value"], told.facts["currency"]) == ("Paid", 12.5, "EUR")
    page = Source.objects.create(name="Pages", kind="website")
    track(page, "Paid", properties={"value": 10**9}, context={"userHash": signature(page, "u-1")})
    said = TimelineEvent.objects.filter(kind="deed.done", customer=customer).order_by("pk")
    assert [each.facts["source"] for each in said] == ["server", "server", "website"]


def visits(pages: list[int]) -> list[tuple[int, int, int]]:
    """First, last and number of pages of each visit, told in the plainest way: a new one after half an hour without a page."""
    found: list[list[int]] = []
    for at in sorted(pages):
        if not found or at - found[-1][-1] >= 30:
            found.append([])
        found[-1].append(at)
    return [(each[0], each[-1], len(each)) for each in found]


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(batches=some.lists(some.lists(some.integers(0, 300), max_size=6), max_size=5))
def test_visits_follow_from_their_pages_in_whatever_order_these_come(batches: list[list[int]]) -> None:
    with transaction.atomic():
        source = Source.objects.create(name="Pages", kind="server")
        began = datetime.fromisoformat("2026-05-14T10:00:00+00:00")
        for batch in batches:
            times = [(began + timedelta(minutes=at)).isoformat() for at in batch]
            keep_arrival(
                source, messages=[{"type": "page", "userId": "u-1", "timestamp": at, "messageId": at} for at in times]
            )
            take_arrivals()
            tell_visits()
        minutes = [
            tuple(round((at - began).total_seconds() / 60) for at in (stay.began_at, stay.seen_at)) + (stay.pages,)
            for stay in Stay.objects.order_by("began_at")
        ]
        assert minutes == visits(list({at for batch in batches for at in batch}))
        transaction.set_rollback(True)


def test_a_visit_is_told_when_it_is_over_and_of_a_stranger_when_they_are_known(server: Source) -> None:
    at = (timezone.now() - timedelta(hours=2)).isoformat()
    page = {"type": "page", "anonymousId": "a-1", "timestamp": at, "context": {"page": {"path": "/grinders"}}}
    keep_arrival(server, messages=[page, page | {"messageId": "2"}])
    take_arrivals()
    tell_visits()
    assert not TimelineEvent.objects.filter(kind="visit.made").exists()
    keep_arrival(server, messages=[{"type": "identify", "anonymousId": "a-1", "userId": "u-1"}])
    take_arrivals()
    for _again in range(2):
        tell_visits()
    assert TimelineEvent.objects.get(kind="visit.made").facts["first_page"] == "/grinders"


def test_the_settings_show_who_tells_what_and_take_changes(client: Client, grace: Agent, server: Source) -> None:
    client.force_login(grace)
    client.post("/settings/tracking/sources/new", {"name": "Web", "kind": "website", "is_on": "on"})
    assert Source.objects.get(name="Web").kind == "website"
    save_source(server, by=grace)
    track(server, "Paid")
    deed = Deed.objects.get()
    client.post(f"/settings/tracking/deeds/{deed.pk}", {"on": "1"})
    assert (
        client.post("/settings/tracking/figures/new", {"label": "Sum", "how": "sum", "deed": deed.pk}).status_code
        == 422
    )
    client.post(
        "/settings/tracking/figures/new", {"label": "Sum", "how": "sum", "of": "size", "deed": deed.pk, "days": "30"}
    )
    page = client.get("/settings/tracking").content.decode()
    assert "Web" in page and "Paid" in page and 'aria-checked="true"' in page and "Sum" in page
    assert server.key in client.get(f"/settings/tracking/sources/{server.pk}").content.decode()
    assert "Paid" in client.get(f"/customers/{Customer.objects.get().pk}/behaviour").content.decode()
    assert client.get("/track.js")["Content-Type"].startswith("text/javascript")
