"""A server says what somebody did: they come into a segment, the timeline tells it, and a rule answers."""

from __future__ import annotations

import base64

import pytest
from django.test import Client

from regulars.automation.actions.save_rule import save_rule
from regulars.behaviour.actions.keep_arrival import keep_arrival
from regulars.behaviour.actions.take_arrivals import take_arrivals
from regulars.behaviour.models import Source
from regulars.customers.actions.react import react
from regulars.customers.models import Customer, TimelineEvent
from regulars.segments.actions.build import build
from regulars.segments.actions.follow import follow
from regulars.segments.actions.save_segment import save_segment
from regulars.segments.models import Membership
from regulars.team.models import Agent

pytestmark = pytest.mark.django_db
GRINDERS = {"field": "did within.30.Product Viewed", "at least": 2}


def settle() -> None:
    """Let the worker do all that is waiting."""
    for take in (take_arrivals, build, follow, react):
        while take():
            pass


def test_what_a_server_tells_brings_a_customer_into_a_segment_and_a_rule_answers(grace: Agent, client: Client) -> None:
    server = Source.objects.create(name="Shop", kind="server")
    looks = save_segment(None, name="Looks at grinders", conditions=GRINDERS, by=grace)
    steps = [{"do": "set attribute", "name": "looks", "value": "yes"}]
    when = {"field": "event.name", "is": "Looks at grinders"}
    save_rule(None, name="Looks", trigger={"event": "segment.entered"}, conditions=when, steps=steps, by=grace)
    settle()
    key = {"HTTP_AUTHORIZATION": "Basic " + base64.b64encode(f"{server.key}:".encode()).decode()}
    for number in range(2):
        said = {
            "userId": "u-17",
            "event": "Product Viewed",
            "messageId": f"m{number}",
            "properties": {"category": "Grinders"},
        }
        for _again in range(2):
            assert client.post("/v1/track", said, content_type="application/json", **key).json() == {"success": True}
        settle()
        customer = Customer.objects.get(identities__value="u-17")
        assert Membership.objects.filter(segment=looks, customer_id=customer.pk).count() == number
    told = TimelineEvent.objects.get(customer=customer, kind="segment.entered")
    assert told.facts == {"segment": looks.pk, "name": "Looks at grinders"}
    assert customer.attributes == {"looks": "yes"}


def test_what_a_stranger_did_brings_whoever_they_turn_out_to_be_into_a_segment(grace: Agent) -> None:
    server = Source.objects.create(name="Shop", kind="server")
    looks = save_segment(None, name="Looks at grinders", conditions=GRINDERS, by=grace)
    keep_arrival(server, messages=[{"type": "identify", "userId": "u-17"}])
    settle()
    stranger = {"type": "track", "event": "Product Viewed", "anonymousId": "a-1"}
    keep_arrival(server, messages=[stranger | {"messageId": f"m{number}"} for number in range(2)])
    settle()
    assert looks.memberships.count() == 0
    keep_arrival(server, messages=[{"type": "identify", "userId": "u-17", "anonymousId": "a-1"}])
    settle()
    assert Customer.objects.get(pk=looks.memberships.get().customer_id).identities.get().value == "u-17"
