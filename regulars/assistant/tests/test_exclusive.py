"""What only members with a benefit may read is shown to them wherever they read, and to others nowhere: by page, search, feed or answer."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from regulars.assistant.tests.chatting import Talk, answering
from regulars.conversations.actions.merge import merge
from regulars.conversations.models import Inbox
from regulars.customers.actor import SYSTEM
from regulars.customers.models import Customer
from regulars.knowledge.actions.publish_guide import publish_guide
from regulars.knowledge.models import HelpCentre
from regulars.knowledge.tests.guided import guide_of
from regulars.knowledge.tests.reading import ROOT, answer, published
from regulars.loyalty.actions.give_tier import give_tier
from regulars.loyalty.tests.members import a_member, a_programme
from regulars.portal.suggesting import suggested
from regulars.portal.tests.conftest import newest_digits
from regulars.team.models import Agent

TASTERS = {"visibility": "segment", "segment": {"all": [{"field": "benefit", "has": "private tasting"}]}}
QUESTION = "Where is the private tasting of Zanzibar beans?"
PAGES = ["", "/search?q=zanzibar+tasting", "/search/instant?q=zanzibar", "/articles/zanzibar-tasting", "/guides/zanzibar-ritual"]  # fmt: skip


@pytest.fixture
def tasting(centre: HelpCentre, ada: Customer, ben: Customer, grace: Agent) -> None:
    """An article and a guide for whose tier gives the private tasting: Ada's does, Ben is a member without."""
    levels = [{"word": "gold", "name": "Gold", "min": 9, "benefits": {"Private tasting": True}}]
    programme = a_programme(tiers={"levels": levels})
    give_tier(a_member(ada, programme), tier="gold", reason="Friend", by=SYSTEM)
    a_member(ben, programme)
    words = "<p>The private tasting of Zanzibar beans is in the cellar, on Thursdays at eight.</p>"
    published(centre, "Zanzibar tasting", words, is_promoted=True, by=grace, **TASTERS)
    publish_guide(guide_of(centre, title="Zanzibar ritual", by=grace, **TASTERS), by=grace)


def test_readers_with_the_benefit_find_it_and_nobody_else(
    tasting: None, centre: HelpCentre, ada: Customer, ben: Customer
) -> None:
    for reader, may_read in ((ada, True), (ben, False), (None, False)):
        for page in PAGES:
            response = answer(f"{ROOT}/en{page}", reader)
            assert (response.status_code == 200 and b"anzibar</mark>" in response.content or b"Zanzibar " in response.content) is may_read, (page, reader)  # fmt: skip
        for public in ("/sitemap.xml", "/en/feed.xml"):
            assert b"anzibar" not in answer(f"{ROOT}{public}", reader).content
        request = RequestFactory().get("/my/new")
        request.customer, request.user, request.centre, request.LANGUAGE_CODE = reader, AnonymousUser(), centre, "en"
        assert bool(suggested(request, QUESTION)) is may_read


def test_in_the_conversation_of_a_member_others_are_told_what_they_may_read_themselves(
    tasting: None, inbox: Inbox, ada: Customer, ben: Customer, grace: Agent
) -> None:
    answering(inbox)
    hers, his = Talk(inbox), Talk(inbox)
    for talk, address in ((hers, "ada@moreau.example"), (his, "ben@okafor.example")):
        talk.visitor.address, talk.visitor.is_proven = address, True  # the shop has signed it
        talk.visitor.save()
    (line,) = hers.write(QUESTION)
    assert "cellar" in line["text"]
    his.write(QUESTION)
    merge(his.conversation, into=hers.conversation, by=grace)
    (line,) = his.write(QUESTION)
    assert his.conversation.customer == ada and "cellar" not in line["text"]


def test_the_assistant_tells_it_to_whoever_has_shown_to_be_a_member_with_it(
    tasting: None, inbox: Inbox, ada: Customer, ben: Customer
) -> None:
    answering(inbox, tells_own=True)
    (line,) = Talk(inbox).write(f"I am ada@moreau.example. {QUESTION}")
    assert "cellar" not in line["text"], "an address that is typed opens nothing"
    for address, may_read in (("ada@moreau.example", True), ("ben@okafor.example", False)):
        talk = Talk(inbox)
        talk.write(f"How many points do I have? I am {address}")
        talk.write(newest_digits())
        (line,) = talk.write(QUESTION)
        assert ("cellar" in line["text"]) is may_read, address
