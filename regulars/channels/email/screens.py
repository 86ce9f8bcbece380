"""What holds a letter back. The screens are asked in the order of `SCREENS`; the first that has a reason decides.

A held letter is told nobody and changes nothing; it waits on the quarantine page until somebody lets it in or deletes it.
One that was let in passes all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from django.db.models.functions import Lower

from regulars.channels.email import threads, tokens
from regulars.channels.email.directory import Directory
from regulars.channels.email.models import MailRules, Reason, SenderRule
from regulars.channels.email.reading import Read
from regulars.channels.email.spam_marks import spam_mark
from regulars.conversations.actions.receive import ready_to_receive
from regulars.conversations.models import Inbox
from regulars.customers.identities import loose_email
from regulars.team.models import Agent

Verdict = SenderRule.Verdict


class Held(NamedTuple):
    """Why a letter is held, and what speaks for it, in words."""

    reason: Reason
    detail: str = ""


@dataclass(frozen=True)
class House:
    """What letters are judged by: our addresses, what the house decided, and what it knows of the senders of these letters."""

    directory: Directory
    rules: MailRules = field(default_factory=MailRules)
    known: Mapping[str, str] = field(default_factory=dict)  # pattern → verdict
    us: Mapping[str, Agent] = field(default_factory=dict)  # address → who of us has it
    aliases: set[UUID] | None = None  # of the ids in these letters, those that may lead to conversations; None: all
    inboxes: dict[int, Inbox] = field(default_factory=dict)  # those that came up

    @classmethod
    def for_letters(cls, readings: Sequence[Read], directory: Directory) -> House:
        patterns = {pattern for each in readings for who in _senders(each) for pattern in _patterns(who)}
        known = SenderRule.objects.filter(pattern__in=patterns).values_list("pattern", "verdict")
        agents = Agent.objects.annotate(address=Lower("email")).filter(is_active=True)
        authors = {each.author.email.lower() for each in readings}
        us = {each.address: each for each in agents.filter(address__in=authors)}
        aliases = threads.aliases_among([each.letter for each in readings])
        return cls(directory, MailRules.current(), dict(known), us, aliases)

    def inbox(self, number: int) -> Inbox:
        if number not in self.inboxes:
            self.inboxes[number] = ready_to_receive(number)
        return self.inboxes[number]

    def rule_for(self, address: str) -> tuple[str, str]:
        """The nearest rule about an address, and its verdict. Of an address and its domain, the address decides."""
        for pattern in _patterns(address):
            if pattern in self.known:
                return pattern, self.known[pattern]
        return "", ""

    def allows(self, reading: Read) -> bool:
        return self.rule_for(reading.author.email)[1] in (Verdict.ALLOW, Verdict.TRUST)


Screen = Callable[[Read, House], Held | None]


def screened(reading: Read, house: House) -> Held | None:
    """Why this letter is to be held, or None. What somebody let in is not looked at again."""
    if reading.row.is_released:
        return None
    return next(filter(None, (screen(reading, house) for screen in SCREENS)), None)


def _carries_our_mark(reading: Read, house: House) -> Held | None:
    """A machine's answer that copies the headers of an automatic letter of ours: no person has seen either of them."""
    mark = reading.letter.headers.get("x-loop", "")
    return Held(Reason.LOOP, f"X-Loop: {mark}") if tokens.message_in(mark, key=threads.signing_key()) else None


def _claims_to_be_us(reading: Read, house: House) -> Held | None:
    return Held(Reason.IMPOSTOR) if house.directory.find(reading.author.email) else None


def _is_unproven(reading: Read, house: House) -> Held | None:
    """DMARC failed, and the domain it claims to come from wants such letters to be kept away. Being allowed is no proof."""
    verdicts = reading.verdicts
    if not verdicts or not verdicts.should_be_held or not house.rules.holds_unproven:
        return None
    if house.rule_for(reading.author.email)[1] == Verdict.TRUST:
        return None
    return Held(Reason.UNPROVEN, verdicts.words)


def _is_blocked(reading: Read, house: House) -> Held | None:
    if house.allows(reading):
        return None
    for address in _senders(reading):
        pattern, verdict = house.rule_for(address)
        if verdict == Verdict.BLOCK:
            return Held(Reason.BLOCKED, pattern)
    return None


def _is_spam(reading: Read, house: House) -> Held | None:
    if not house.rules.holds_spam or house.allows(reading):
        return None
    mark = spam_mark(reading.marks, score=house.rules.spam_score)
    return Held(Reason.SPAM, mark) if mark else None


SCREENS: tuple[Screen, ...] = (_carries_our_mark, _claims_to_be_us, _is_unproven, _is_blocked, _is_spam)


def _senders(reading: Read) -> list[str]:
    """Who wrote, and who handed it over."""
    envelope = loose_email(reading.row.envelope_from) if "@" in reading.row.envelope_from else ""
    return list(dict.fromkeys(filter(None, (reading.author.email, envelope))))


def _patterns(address: str) -> list[str]:
    """What a rule about this address may be written as, the nearest first: the address, its domain, the domains above."""
    labels = address.rpartition("@")[2].split(".")
    return [address, *(".".join(labels[start:]) for start in range(min(len(labels), 20)))]
