"""Segments as the team makes them, looks at them and takes them out."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from regulars.customers.actions.set_attribute import set_attribute
from regulars.customers.actor import SYSTEM
from regulars.customers.models import Customer
from regulars.segments.actions.build import build
from regulars.segments.actions.forget_memberships import forget_memberships
from regulars.segments.actions.remove_segment import remove_segment
from regulars.segments.actions.save_segment import save_segment
from regulars.segments.models import Listed, Segment
from regulars.team.models import Agent

pytestmark = pytest.mark.django_db
GOLD = {"field": "attributes.tier", "is": "gold"}


@pytest.fixture
def desk(client: Client, grace: Agent) -> Client:
    client.force_login(grace)
    return client


def built(*segments: Segment) -> None:
    while build():
        pass
    for each in segments:
        each.refresh_from_db()


def test_a_segment_is_made_counted_before_it_is_kept_and_taken_out(desk: Client, ada: Customer) -> None:
    set_attribute(ada, name="tier", value="gold", by=SYSTEM)
    said = {"name": "Gold", "about": "For the spring letter", "kind": "rule", "conditions": json.dumps(GOLD)}
    assert "1 customer" in desk.post("/segments/preview", said).content.decode()
    assert desk.post("/segments/new", said).status_code == 302
    gold = Segment.objects.get()
    built(gold)
    page = desk.get(f"/segments/{gold.pk}").content.decode()
    assert str(ada) in page and "gold" in page
    assert str(ada) in b"".join(desk.get(f"/segments/{gold.pk}/export").streaming_content).decode()
    assert "Gold" in desk.get(f"/customers/{ada.pk}/segments").content.decode()
    assert "Gold" in desk.get("/segments").content.decode()


def test_what_is_wrong_is_said_and_changes_nothing(desk: Client, grace: Agent) -> None:
    one = save_segment(None, name="One", conditions=GOLD, by=grace)
    two = save_segment(None, name="Two", conditions={"field": "segments", "has": one.pk}, by=grace)
    circle = {"name": "One", "conditions": json.dumps({"field": "segments", "has": two.pk})}
    refused = desk.post(f"/segments/{one.pk}/edit", circle)
    assert refused.status_code == 422 and "about itself" in refused.content.decode()
    wrong = {"name": "Two", "conditions": json.dumps({"field": "teir", "is": "gold"})}
    assert "is not a field here" in desk.post("/segments/preview", wrong).content.decode()
    assert desk.post("/segments/new", wrong).status_code == 422
    desk.post(f"/segments/{one.pk}/remove")  # another asks about it
    assert Segment.objects.get(pk=one.pk).conditions == GOLD
    remove_segment(two, by=grace)
    remove_segment(one, by=grace)
    assert not Segment.objects.exists()


def test_a_list_is_put_together_by_hand_and_by_a_table(
    desk: Client, grace: Agent, ada: Customer, ben: Customer
) -> None:
    friends = save_segment(None, name="Friends", kind="list", by=grace)
    built(friends)
    table = SimpleUploadedFile("friends.csv", b"e-mail;note\n" + ben.identities.get().value.upper().encode() + b";x\n")
    desk.post(f"/segments/{friends.pk}/customers", {"who": str(ada.pk), "table": table})
    friends.refresh_from_db()
    assert friends.size == 2
    told = desk.post(f"/segments/{friends.pk}/customers", {"who": "nobody@nowhere.example"}, follow=True)
    assert "nobody@nowhere.example" in told.content.decode()
    elsewhere = SimpleUploadedFile("ids.csv", b"customer_id\n" + str(ben.pk).encode() + b"\n")  # of another program
    told = desk.post(f"/segments/{friends.pk}/customers", {"table": elsewhere}, follow=True)
    assert f"We do not know: {ben.pk}" in told.content.decode()
    torn = SimpleUploadedFile("torn.csv", b'email\n"' + b"x" * 140_000 + b'"\n')
    told = desk.post(f"/segments/{friends.pk}/customers", {"table": torn}, follow=True)
    assert "field larger than field limit" in told.content.decode()
    desk.post(f"/segments/{friends.pk}/customers/{ada.pk}/remove")
    friends.refresh_from_db()
    assert friends.size == 1
    assert str(ada) in desk.get(f"/segments/{friends.pk}?who=left").content.decode()
    forget_memberships([ben.pk])
    assert not Listed.objects.exists()
