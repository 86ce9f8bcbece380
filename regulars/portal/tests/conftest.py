"""Customers in a browser of their own."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client

from regulars.conversations.models import Inbox
from regulars.customers.models import Customer
from regulars.portal import guard
from regulars.portal.actions.send_codes import send_codes

Enter = Callable[..., Client]


def newest_digits() -> str:
    """Out of the newest letter."""
    while send_codes():
        pass
    return re.search(r"\d{4} \d{4}", mail.outbox[-1].body)[0]  # type: ignore[index]


def signed_in_as(address: str) -> Client:
    """The way through the pages, with the code out of the mail."""
    client = Client()
    assert client.post("/my/sign-in", {"address": address}).status_code == 302
    assert client.post("/my/sign-in/code", {"digits": newest_digits()}).status_code == 302
    return client


def address_of(customer: Customer) -> str:
    return customer.identities.filter(kind="email").order_by("pk").values_list("value", flat=True)[0]


@pytest.fixture(autouse=True)
def rested() -> None:
    """Nobody has asked for anything yet."""
    guard.looking._left.clear()


@pytest.fixture
def enter(inbox: Inbox) -> Enter:
    """A customer signs in: `enter(ada)`, `enter("ada@moreau.example")`."""
    return lambda who: signed_in_as(who if isinstance(who, str) else address_of(who))
