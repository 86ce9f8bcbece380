"""Surveys of these tests, and what lets a letter of ours leave at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import time
from typing import Any

import pytest
from django.core import mail
from django.db.models import F
from django.utils import timezone

from regulars.channels.email.models import Mailbox
from regulars.conversations.actions.reply import reply
from regulars.conversations.actions.resolve import resolve
from regulars.conversations.models import Conversation, Inbox
from regulars.customers.actions.react import react
from regulars.customers.models import Customer
from regulars.outreach.actions.release import release
from regulars.outreach.models import Manners
from regulars.surveys.actions.save_survey import save_survey
from regulars.surveys.actions.send_invitations import send_invitations
from regulars.surveys.models import Invitation, Pacing, Survey
from regulars.team.models import Agent, Brand
from tests.cast import a_conversation


@pytest.fixture
def hello(inbox: Inbox) -> Mailbox:
    Manners.objects.create(quiet_from=time(3), quiet_until=time(3), most=100)
    Pacing.objects.create(pk=1, rest_days=0, most_a_year=100)
    return Mailbox.objects.create(address="hello@coffee.example", inbox=inbox)


@pytest.fixture
def a_survey(brand: Brand, grace: Agent) -> Callable[..., Survey]:
    def make(kind: str = "csat", **facts: Any) -> Survey:
        kept = Survey(name=facts.pop("name", kind), kind=kind, brand=brand, **{"wait_hours": 0, "rest_days": 0} | facts)
        return save_survey(kept, by=grace)

    return make


@pytest.fixture
def settled(noor: Agent) -> Callable[..., Conversation]:
    """A conversation that Noor has answered and resolved."""

    def settle(customer: Customer) -> Conversation:
        conversation = a_conversation(customer, assignee=noor)
        reply(conversation, text="It left yesterday.", by=noor)
        resolve(conversation, by=noor)
        conversation.refresh_from_db()
        return conversation

    return settle


def all_is_sent() -> list[Any]:
    """The worker has done what is due; what waited for its time has come to it. Returns all letters so far."""
    while react():
        pass
    Invitation.objects.filter(due_at__isnull=False).update(due_at=timezone.now())
    while send_invitations() or release() or react():
        pass
    return mail.outbox


def link_in(letter: Any, *, score: int | None = None) -> str:
    """The path of the page that takes the answer."""
    path = re.search(r"https?://[^/\s]+(/opinion/[a-z0-9-]+)", letter.body)
    assert path
    return path[1] if score is None else f"{path[1]}?score={score}"


def later(rows: Any, **fields: Any) -> None:
    """Times of these rows lie so much further back."""
    rows.update(**{name: F(name) - span for name, span in fields.items()})
