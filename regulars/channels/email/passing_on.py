"""When one of us forwards a customer's letter to an inbox, it is the customer who wrote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from regulars.channels.email.forwards import forwarded
from regulars.channels.email.letter import Address, Kind
from regulars.channels.email.likeness import without_marks
from regulars.channels.email.reading import Read
from regulars.customers.identities import loose_email
from regulars.team.models import Agent


class PassedOn(NamedTuple):
    agent: Agent
    reading: Read  # as if the customer had sent it, with everything that was said


def passed_on_by_us(reading: Read, *, us: Mapping[str, Agent]) -> PassedOn | None:
    """The customer's own letter, when an agent has forwarded it; `us` are those who may, by address in lower case.

    Only what an agent's own address forwards, and not when that was disproved: anybody may write a name above a letter.
    """
    letter = reading.letter
    if letter.kind != Kind.HUMAN or reading.trust == "fail" or not reading.author.email:
        return None
    agent = us.get(reading.author.email.lower())
    original = forwarded(letter) if agent else None
    if agent is None or original is None or Agent.objects.filter(email__iexact=original.author.email).exists():
        return None
    text = f"{letter.text}\n\n{original.text}".strip() if original.text else letter.text
    whole = replace(
        letter,
        subject=original.subject or without_marks(letter.subject),
        text=text,
        visible_text=text,
        html="" if original.text else letter.html,
        to=(), cc=(), reply_to=(),
        references=letter.references if reading.trust == "pass" else (),
        in_reply_to=letter.in_reply_to if reading.trust == "pass" else (),
    )  # fmt: skip
    author = Address(original.author.name, loose_email(original.author.email))
    return PassedOn(agent, replace(reading, letter=whole, author=author))
