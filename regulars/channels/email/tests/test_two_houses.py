"""Attacks on the promise that machines never write to each other for long: each of these ends after a bounded number of letters."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from regulars.channels.email.actions.deliver import deliver
from regulars.channels.email.actions.take_letters import take_letters
from regulars.channels.email.models import Mailbox, SentLetter
from regulars.channels.email.tests.conftest import a_letter, a_mailbox, acknowledging, keep
from regulars.channels.email.tests.reports import a_bounce
from regulars.conversations.actions.reply import reply
from regulars.conversations.models import Conversation, Outcome
from regulars.customers.actions.react import react
from regulars.team.models import Agent

ONE, OTHER = "hello@one.example", "hello@other.example"
HARMLESS = re.compile(rb"^(?:from|to|subject|date|content-|mime-)", re.I)
Road = Callable[[bytes, int], bytes]


@pytest.fixture
def houses(db: None) -> list[Mailbox]:
    """Two installations that know nothing of each other; both tell everybody that letters have come."""
    mailboxes = [a_mailbox(ONE, inbox="One"), a_mailbox(OTHER, inbox="Other")]
    for each in mailboxes:
        acknowledging(each)
    return mailboxes


def within(house: Mailbox, settings: object) -> None:
    """Let this one alone be at home, with its own key, until nothing moves."""
    settings.SECRET_KEY = f"the key of {house.address}"
    Mailbox.objects.update(is_active=False)
    Mailbox.objects.filter(pk=house.pk).update(is_active=True)
    while take_letters() or react() or deliver():
        pass


def as_it_is(raw: bytes, _number: int) -> bytes:
    return raw


def stripped(raw: bytes, number: int) -> bytes:
    """All that could tell a machine is taken off, and it gets a new Message-ID and subject."""
    head, _, body = raw.partition(b"\r\n\r\n")
    lines = [line for line in re.split(rb"\r\n(?![ \t])", head) if HARMLESS.match(line)]
    lines = [b"Subject: No %d" % number if line.lower().startswith(b"subject") else line for line in lines]
    return b"\r\n".join([*lines, b"Message-ID: <%d@relay.example>" % number, b"", body])


@pytest.mark.parametrize("road", [as_it_is, stripped])
def test_two_houses_that_acknowledge_each_other(houses: list[Mailbox], settings: object, road: Road) -> None:
    keep(a_letter(sender=OTHER, to=ONE), houses[0], envelope_from=OTHER)
    passed, idle = 0, 0
    while idle < 2:
        for here, there in (houses, houses[::-1]):
            within(here, settings)
            letters = list(SentLetter.objects.order_by("pk")[passed:])
            idle = 0 if letters else idle + 1
            for letter in letters:
                passed += 1
                assert passed <= 20, "it does not end"
                keep(road(bytes(letter.raw), passed), there, envelope_from=here.address)
    assert passed <= 4, "two an hour from each side"


@pytest.mark.parametrize("road", [as_it_is, stripped])
def test_a_list_that_sends_us_our_own_letters(
    houses: list[Mailbox], settings: object, grace: Agent, road: Road
) -> None:
    house = houses[0]
    keep(a_letter(to=ONE), house)
    within(house, settings)
    before = SentLetter.objects.count()
    reply(Conversation.objects.get(), by=grace, text="To the list.", recipients={"to": ["crew@lists.example"]})
    within(house, settings)
    for number in range(30):
        newest = bytes(SentLetter.objects.order_by("-pk")[0].raw)
        keep(
            b"List-Id: <crew.lists.example>\r\n" + road(newest, number),
            house,
            envelope_from="crew-bounces@lists.example",
        )
        within(house, settings)
    assert SentLetter.objects.count() == before + 1, "the answer that a person wrote, and nothing after it"


def test_a_bounce_of_a_bounce_of_a_bounce(houses: list[Mailbox], settings: object, grace: Agent) -> None:
    house = houses[0]
    keep(a_letter(to=ONE), house)
    within(house, settings)
    reply(Conversation.objects.get(), by=grace, text="Hello.", recipients={"to": ["ada@example.com"]})
    within(house, settings)
    left, bounce = SentLetter.objects.count(), bytes(SentLetter.objects.order_by("-pk")[0].raw)
    for _ in range(10):
        bounce = a_bounce(bounce, "ada@example.com", to=ONE)
        keep(bounce, house, envelope_from="")
        within(house, settings)
    assert SentLetter.objects.count() == left and Outcome.objects.count() == 1
    assert Conversation.objects.count() == 1
