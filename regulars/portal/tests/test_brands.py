"""The portal stands below the house's address, and at a brand's own with what is that brand's."""

from __future__ import annotations

from django.test import Client

from regulars.conversations.models import Inbox
from regulars.knowledge.models import HelpCentre
from regulars.knowledge.tests.reading import published
from regulars.portal.tests.conftest import newest_digits
from regulars.team.models import Brand
from tests.cast import a_conversation


def test_at_a_brands_own_address_stands_what_is_that_brands(inbox, ada):
    tea = Brand.objects.create(name="Tea & Leaf")
    HelpCentre.objects.create(brand=tea, title="Tea help", is_open=True, languages=["en"], host="help.tea.example")
    leaves = Inbox.objects.create(name="Leaves", brand=tea)
    a_conversation(ada, "About a kettle", subject="Kettle")
    about_tea = a_conversation(ada, "About tea", subject="Tea", inbox=leaves)
    client = Client(HTTP_HOST="help.tea.example")
    client.post("/my/sign-in", {"address": "ada@moreau.example"})
    assert client.post("/my/sign-in/code", {"digits": newest_digits()}).url == "/my"
    page = client.get("/my").content.decode()
    assert "About tea" in page and "About a kettle" not in page and "Tea &amp; Leaf" in page
    assert client.get(f"/my/conversations/{about_tea.pk}").status_code == 200
    assert client.get(f"/my/conversations/{about_tea.pk - 1}").status_code == 404
    client.post("/my/new/write", {"subject": "Green", "text": "Is it green?"})
    assert leaves.conversations.filter(subject="Green").exists()
    assert client.get("/settings/forms").status_code == 404


def test_without_a_help_centre_there_is_no_door_to_one_and_nothing_is_suggested(enter, ada):
    client = enter(ada)
    assert ">Help<" not in client.get("/my").content.decode()
    assert client.post("/my/new/write/articles", {"subject": "kettle leaks"}).content.strip() == b""


def test_articles_that_may_answer_it_are_offered_while_somebody_writes(enter, inbox, ada, grace):
    centre = HelpCentre.objects.create(brand=inbox.brand, title="Help", is_open=True, languages=["en"])
    published(centre, "Descale a kettle", by=grace)
    published(centre, "Kettle prices for us", visibility="agents", by=grace)
    for client in (enter(ada), Client()):
        assert f'href="/help/{centre.slug}"' in client.get("/my/new/write").content.decode()
        found = client.post("/my/new/write/articles", {"subject": "kettle"}).content.decode()
        assert "Descale" in found and "prices" not in found
