"""Articles that are proposed from what people have settled."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from regulars.assistant.actions.approve_proposal import approve_proposal
from regulars.assistant.actions.ask_for_gaps import ask_for_gaps
from regulars.assistant.actions.dismiss_proposal import dismiss_proposal
from regulars.assistant.actions.forget_questions import forget_questions
from regulars.assistant.actions.look_for_gaps import look_for_gaps, next_due
from regulars.assistant.models import Duty, Proposal, Search
from regulars.assistant.proposing import without_persons
from regulars.assistant.tests.known import known
from regulars.conversations.actions.reply import reply
from regulars.conversations.actions.resolve import resolve
from regulars.conversations.models import Conversation, Inbox
from regulars.customers.events import CustomerErased
from regulars.customers.models import Customer
from regulars.knowledge.models import HelpCentre
from regulars.team.models import Agent
from tests.cast import a_conversation

ANSWER = "Hello Ada,\n\nyes: we engrave up to twelve letters on the lid for 8 euro.\n\nWrite them to ada@moreau.example.\n\nKind regards\nGrace"


def settled(customer: Customer, words: str, answer: str, by: Agent, subject: str = "") -> Conversation:
    conversation = a_conversation(customer, words, subject=subject)
    reply(conversation, text=answer, by=by)
    conversation.refresh_from_db()
    resolve(conversation, by=by)
    return conversation


@pytest.fixture
def engraving(centre: HelpCentre, ada: Customer, ben: Customer, chiara: Customer, grace: Agent) -> Proposal:
    known(centre, "Descale the machine", "Descale the machine every three months with citric acid.")
    settled(ada, "Can you engrave a name on the lid of the kettle?", ANSWER, grace)
    settled(ben, "Could you engrave my name on the kettle's lid?", "Yes, twelve letters for 8 euro.", grace)
    settled(chiara, "My invoice has the wrong company address.", "We have sent a new one.", grace)
    ask_for_gaps(centre, by=grace)
    ask_for_gaps(centre, by=grace)
    assert look_for_gaps() == 1 and look_for_gaps() == 0
    return Proposal.objects.get()


def test_what_several_asked_and_no_article_answers_is_proposed_once_without_who_they_are(
    engraving: Proposal, grace: Agent, centre: HelpCentre, client: Client
) -> None:
    search = Search.objects.get()
    assert (search.conversations, search.unanswered, search.found) == (3, 3, 1)
    assert engraving.origins.count() == 2 and "engrave" in engraving.title
    assert "Ada" not in engraving.html and "moreau" not in engraving.html and "regards" not in engraving.html
    client.force_login(grace)
    page = client.get("/assistant/proposals").content.decode()
    assert "Make a draft" in page and "Asked in 2 conversations" in page
    answer = client.post(f"/assistant/proposals/{engraving.pk}/approve")
    engraving.refresh_from_db()
    made = approve_proposal(engraving, by=grace)
    assert answer.headers["Location"] == f"/knowledge/{made.article_id}/en" and not made.is_published
    assert client.post("/assistant/proposals").status_code == 302
    look_for_gaps()
    assert Proposal.objects.count() == 1
    assert client.get("/assistant/proposals").status_code == 200


def test_what_is_dismissed_or_erased_does_not_come_back(
    engraving: Proposal, ada: Customer, grace: Agent, client: Client
) -> None:
    client.force_login(grace)
    assert client.post(f"/assistant/proposals/{engraving.pk}/dismiss").status_code == 302
    dismiss_proposal(engraving, by=grace)
    with pytest.raises(ValidationError):
        approve_proposal(engraving, by=grace)
    ask_for_gaps(engraving.centre, by=grace)
    look_for_gaps()
    assert Proposal.objects.count() == 1
    forget_questions(CustomerErased(), customer=ada)
    assert not Proposal.objects.exists()


def test_where_it_is_its_duty_the_assistant_looks_once_a_day(centre: HelpCentre, inbox: Inbox) -> None:
    assert next_due() is None and look_for_gaps() == 0
    Duty.objects.create(inbox=inbox, task="propose", way="suggest")
    assert look_for_gaps() == 1 and look_for_gaps() == 0
    assert next_due() > Search.objects.get().asked_at


def test_what_is_one_customers_alone_is_taken_out() -> None:
    said = "Ask Ada Moreau (ada@moreau.example, +49 30 1234567) about order #88412 of 12 May: 8 euro."
    assert without_persons(said, names=["Ada", "Moreau"]) == "Ask … … (…, …) about order … of 12 May: 8 euro."
