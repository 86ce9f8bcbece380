"""Who may be given a conversation, who may not, and why. Reckons with what it is told; asks nobody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from regulars.team.models import Team

WHY_NOT = {
    "offline": _("is offline"),
    "away": _("is away"),
    "role": _("does not answer customers"),
    "inbox": _("does not work in this inbox"),
    "skill": _("does not know %(skill)s"),
    "language": _("does not speak the customer's language (%(language)s)"),
    "room": _("has no room: %(load)s of %(capacity)s points"),
    "kept": _("keeps their room for somebody who waits longer: %(load)s of %(capacity)s points"),
    "": _("could take it: %(load)s of %(capacity)s points"),
}


@dataclass(frozen=True)
class Want:
    """What a waiting conversation asks of whoever answers it."""

    points: int = 1
    skill: int | None = None
    language: str = ""  # without its region: "pt", not "pt-BR"
    inbox: int | None = None


@dataclass
class Member:
    """Somebody of a team, with what they have in hand."""

    agent: int
    name: str
    state: str
    capacity: int
    load: int = 0  # points of what waits for them
    languages: frozenset[str] = frozenset()
    abilities: Mapping[int, int] = field(default_factory=dict)  # skill → level
    given_at: datetime | None = None
    answers: bool = True  # their role lets them write to customers
    works_in: frozenset[int] | None = None  # inboxes; None: all
    keeps_room: bool = False  # for what waits longer and takes more than they have free now

    def works_where(self, want: Want) -> bool:
        return self.works_in is None or want.inbox in self.works_in

    def why_not(self, want: Want) -> str:
        """The first reason against; nothing when they may be given it. In the order in which reasons last."""
        if not self.answers:
            return "role"
        if not self.works_where(want):
            return "inbox"
        if want.skill is not None and want.skill not in self.abilities:
            return "skill"
        if want.language and self.languages and want.language not in self.languages:
            return "language"
        if self.state != "online":
            return self.state
        if self.load + want.points > self.capacity:
            return "room"
        return "kept" if self.keeps_room else ""


def asked_of(want: Want, members: Iterable[Member]) -> Want:
    """What can be asked of this team: what nobody of it knows or speaks would only make the customer wait for ever."""
    several = [each for each in members if each.works_where(want)]
    skill = want.skill if any(want.skill in each.abilities for each in several) else None
    speaks = any(not each.languages or want.language in each.languages for each in several)
    return Want(want.points, skill, want.language if speaks else "", want.inbox)


def chosen(want: Want, members: Sequence[Member], *, gives_out: str) -> Member | None:
    """Who gets it: the ablest of those that may; among equals whose turn it is, or who is least busy."""
    able = [each for each in members if not each.why_not(want)]
    return min(able, key=lambda each: _rank(each, want, gives_out), default=None)


def has_room(members: Iterable[Member]) -> bool:
    """Whether anybody could take the smallest thing."""
    return any(each.state == "online" and each.load < each.capacity and not each.keeps_room for each in members)


def who_keeps_room(want: Want, members: Iterable[Member]) -> Member | None:
    """Of those who lack nothing but room for it now, whoever has the least in hand: what is free of it is given to nobody else.

    Otherwise what takes little room would fill each gap, and a chat would wait for as long as letters come.
    """
    soon = [
        each
        for each in members
        if each.why_not(want) == "room" and not each.keeps_room and want.points <= each.capacity
    ]
    return min(soon, key=lambda each: (each.load / each.capacity, each.agent), default=None)


def _rank(member: Member, want: Want, gives_out: str) -> tuple[float, ...]:
    ability = -member.abilities.get(want.skill, 0) if want.skill else 0
    turn = member.given_at.timestamp() if member.given_at else 0.0
    busy = member.load / member.capacity if gives_out == Team.GivesOut.LEAST_BUSY else 0.0
    return (ability, busy, turn, member.agent)
