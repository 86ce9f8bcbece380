"""The people of every test: three who work at Kettle & Crumb, three who write to it, and the house around them.

Each is a fixture of their own name (`def test_…(grace, ada)`), and the functions here bring in more of their kind.
The world of the demo is larger, and lives in `seeds/`.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from regulars.conversations.actions.assign import assign
from regulars.conversations.actions.receive import receive
from regulars.conversations.actions.resolve import resolve
from regulars.conversations.incoming import Incoming
from regulars.conversations.models import Conversation, Inbox, Message
from regulars.customers.actions.identify import identify
from regulars.customers.models import Customer
from regulars.team.models import Agent, Brand, Role, Team

PASSWORD = "two sugars, no milk"


def hire(name: str, *, role: str = Role.AGENT, password: str | None = None) -> Agent:
    """Someone who works here, `noor@coffee.example` for "Noor Haddad". Without a password they come in by `force_login`."""
    email = f"{name.split()[0].lower()}@coffee.example"
    return Agent.objects.create_user(email, password, name=name, role=role, signature=f"{name}\nKettle & Crumb")


def meet(name: str, address: str, *, language: str = "", time_zone: str = "") -> Customer:
    """A customer who has written before."""
    customer = identify("email", address, name=name, channel="email", is_told=False)
    customer.language, customer.time_zone = language, time_zone
    customer.save(update_fields=["language", "time_zone"])
    return customer


def the_inbox(name: str = "Hello") -> Inbox:
    """An inbox of Kettle & Crumb."""
    brand, _ = Brand.objects.get_or_create(name="Kettle & Crumb", defaults={"website": "https://coffee.example"})
    return Inbox.objects.get_or_create(name=name, defaults={"brand": brand})[0]


def a_letter(customer: Customer, text: str = "Hi, my grinder has not come yet.", **facts: object) -> Incoming:
    """What the e-mail channel hands over when the customer has written. `facts` are any of Incoming's."""
    address = customer.identities.filter(kind="email").order_by("-is_primary", "id").values_list("value", flat=True)[0]
    to_us = {"to": [{"name": "Kettle & Crumb", "address": "hello@coffee.example", "is_ours": True}], "cc": []}
    letter = Incoming(
        channel="email",
        customer=customer,
        author_name=customer.name,
        author_address=address,
        subject="Where is my order?",
        text=text,
        visible_text=text,
        recipients=to_us,
    )
    return replace(letter, **facts)


def letter_from(
    customer: Customer,
    text: str = "Hi, my grinder has not come yet.",
    *,
    conversation: Conversation | None = None,
    inbox: Inbox | None = None,
    **facts: object,
) -> Message:
    """A letter of this customer, received: into the conversation, or into a new one."""
    return receive(a_letter(customer, text, **facts), inbox=inbox or the_inbox(), conversation=conversation)


def a_conversation(
    customer: Customer,
    *texts: str,
    assignee: Agent | None = None,
    team: Team | None = None,
    resolved_by: Agent | None = None,
    **facts: object,
) -> Conversation:
    """A conversation that holds these letters of the customer (one, if none is said)."""
    first, *more = texts or ("Hi, my grinder has not come yet.",)
    conversation = letter_from(customer, first, **facts).conversation
    for text in more:
        letter_from(customer, text, conversation=conversation, **facts)
    if assignee or team:
        assign(conversation, agent=assignee, team=team, by=assignee or Agent.objects.active()[0])
    if resolved_by:
        resolve(conversation, by=resolved_by)
    conversation.refresh_from_db()
    return conversation


@pytest.fixture
def grace(db: None) -> Agent:
    """The owner: Kettle & Crumb is hers."""
    return hire("Grace Linden", role=Role.OWNER)


@pytest.fixture
def noor(db: None) -> Agent:
    """An agent, quick with orders."""
    return hire("Noor Haddad")


@pytest.fixture
def tomas(db: None) -> Agent:
    """An agent, at the counter of the shop on Canal Street."""
    return hire("Tomas Vega")


@pytest.fixture
def ada(db: None) -> Customer:
    """A customer in Lyon who writes English to us."""
    return meet("Ada Moreau", "ada@moreau.example", language="en", time_zone="Europe/Paris")


@pytest.fixture
def ben(db: None) -> Customer:
    """A customer of whom we know little."""
    return meet("Ben Okafor", "ben.okafor@post.example")


@pytest.fixture
def chiara(db: None) -> Customer:
    """A customer who writes Italian."""
    return meet("Chiara Conti", "chiara@conti.example", language="it", time_zone="Europe/Rome")


@pytest.fixture
def brand(inbox: Inbox) -> Brand:
    """Kettle & Crumb."""
    return inbox.brand


@pytest.fixture
def inbox(db: None) -> Inbox:
    """Where letters to hello@coffee.example arrive."""
    return the_inbox()


@pytest.fixture
def beans(noor: Agent) -> Team:
    """The team Beans & orders, with Noor in it."""
    team = Team.objects.create(name="Beans & orders")
    team.members.add(noor)
    return team
