"""Whom we take somebody for shows and gives them nothing: only what they have proven does."""

from __future__ import annotations

import json

import pytest

from regulars.conversations.models import Conversation
from regulars.customers.actions.add_identity import add_identity
from regulars.customers.actions.edit_customer import edit_customer
from regulars.customers.actions.merge import merge
from regulars.customers.actions.set_consent import set_consent
from regulars.customers.actions.unmerge import unmerge
from regulars.customers.models import Consent, Identity
from regulars.knowledge.models import Article, Category, HelpCentre
from regulars.portal.actions.make_exports import make_exports
from regulars.portal.models import Export
from regulars.portal.tests.conftest import newest_digits
from tests.cast import meet

IMPOSTOR = "impostor@evil.example"


def taken_for(customer, how, by):
    """An agent is wrong: by a merge in either direction, or by writing an address down."""
    if how == "written":
        add_identity(customer, kind="email", value=IMPOSTOR, by=by)
        return customer
    impostor = meet("Nobody", IMPOSTOR)
    both = (impostor, customer) if how == "into" else (customer, impostor)
    return merge(both[0], into=both[1], by=by)


@pytest.mark.parametrize("how", ["into", "from", "written"])
def test_an_impostor_whom_we_take_for_a_customer_sees_and_changes_nothing_of_theirs(how, enter, inbox, ada, grace):
    edit_customer(ada, name="Ada Moreau", language="de", time_zone="Europe/Berlin", attributes={"tier": "gold"})
    set_consent(ada, channel="email", purpose="marketing", state="granted", source="a form", by=grace)
    enter(ada).post("/my/data/erasure", {"sure": "on"})
    one = taken_for(ada, how, grace)
    client = enter(IMPOSTOR)
    said = Consent.objects.count()
    page = client.get("/my/details")
    assert page["Content-Language"] == "en" and "Moreau" not in page.content.decode()
    assert client.post("/my/details", {"name": "Mallory", "language": "", "time_zone": ""}).status_code == 404
    assert client.post("/my/details/choices", {}).status_code == 404
    client.post("/my/data/export")
    make_exports()
    taken = json.loads(client.get(f"/my/data/{Export.objects.get().pk}").content)
    assert taken["consents"] == [] and list(taken["you"]) == ["addresses"]
    assert [each["value"] for each in taken["you"]["addresses"]] == [IMPOSTOR]
    client.post("/my/data/erasure", {"sure": "on"})
    asked = Conversation.objects.order_by("-pk")[0]
    assert Conversation.objects.count() == 2, "they learn nothing of what the customer asked for"
    assert asked.messages.get(kind="in").author_name == IMPOSTOR, "they do not speak in the customer's name"
    assert "/erase" not in asked.messages.get(kind="note").text
    one.refresh_from_db()
    assert "Mallory" not in one.name and Consent.objects.count() == said


def test_whoever_proves_all_that_are_one_has_the_details_of_the_one(enter, inbox, ada, ben, grace):
    client = enter(ada)
    merge(ben, into=ada, by=grace)
    assert "others" in client.get("/my/details").content.decode()
    client.post("/my/details/addresses", {"address": "ben.okafor@post.example"})
    client.post("/my/details/addresses/code", {"digits": newest_digits()})
    assert client.post("/my/details", {"name": "Ada", "language": "", "time_zone": ""}).status_code == 302
    ada.refresh_from_db()
    assert ada.name == "Ada"


def test_a_chat_in_which_somebody_typed_an_address_takes_nothing_from_its_owner(enter, inbox, ada, grace):
    visitor = meet("Visitor", "visitor@x.example")
    Identity.objects.filter(customer=visitor).update(kind="external", value="chat:1")
    merge(visitor, into=ada, by=grace)
    assert "Ada Moreau" in enter(ada).get("/my/details").content.decode()


def test_an_address_that_an_impostor_adds_goes_with_them_when_we_take_both_apart(enter, inbox, ada, grace):
    taken_for(ada, "into", grace)
    client = enter(IMPOSTOR)
    client.post("/my/details/addresses", {"address": "second@evil.example"})
    client.post("/my/details/addresses/code", {"digits": newest_digits()})
    impostor = meet("Nobody", IMPOSTOR)
    assert impostor == ada
    unmerge(Identity.objects.get(value="ada@moreau.example").customer.merged.get(), by=grace)
    addresses = Identity.objects.filter(customer=ada).values_list("value", flat=True)
    assert list(addresses) == ["ada@moreau.example"]
    assert "second@evil.example" in client.get("/my/details").content.decode()


def test_articles_for_some_customers_are_not_read_by_whom_we_take_for_one(enter, inbox, ada, grace):
    tree = {"all": [{"field": "name", "is": "Ada Moreau"}]}
    centre = HelpCentre.objects.create(brand=inbox.brand, title="Help", is_open=True, languages=["en"])
    shelf = Category.objects.create(centre=centre, slug="all")
    article = Article.objects.create(centre=centre, category=shelf, visibility="segment", segment=tree)
    assert article in Article.objects.permitted_to(ada)
    taken_for(ada, "into", grace)
    for address, may_read in (("ada@moreau.example", False), (IMPOSTOR, False)):
        reader = enter(address).get("/my").wsgi_request.customer
        assert (article in Article.objects.permitted_to(reader)) is may_read
