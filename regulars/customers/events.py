"""The vocabulary of the timeline: what an event is, and the events about customers themselves."""

from __future__ import annotations

import re
from dataclasses import dataclass
from inspect import getdoc
from typing import Any, ClassVar

from django.utils.translation import gettext as _

CATALOGUE: dict[str, type[Event]] = {}


@dataclass(frozen=True, kw_only=True)
class Event:
    """One thing that happened between a customer and us, in the past tense.

    A subclass is a kind; its fields are the facts: ids and small words, never what somebody wrote.
    `says` is the sentence on the timeline, with `{by}`, `{customer}` and the facts to fill in.
    """

    kind: ClassVar[str]
    says: ClassVar[str]
    icon: ClassVar[str] = "clock"
    about: ClassVar[str] = ""  # the fact that names what this is about: "conversation"
    is_quiet: ClassVar[bool] = False  # told to open pages and to reactions, but no line of its own on the timeline
    is_change: ClassVar[bool] = True  # else it is only seen, or follows from facts: the log of changes leaves it out
    personal: ClassVar[tuple[str, ...]] = ()  # facts to blank when the customer is forgotten

    def __init_subclass__(cls) -> None:
        if "kind" not in cls.__dict__:  # a family of kinds, such as ConversationEvent
            return
        if cls.kind in CATALOGUE:
            raise TypeError(f"two events are called {cls.kind}: {CATALOGUE[cls.kind].__qualname__}, {cls.__qualname__}")
        CATALOGUE[cls.kind] = cls

    @classmethod
    def label(cls) -> str:
        """ "The customer wrote to us": the first sentence of what describes this kind, without the names of its facts."""
        described = _((getdoc(cls) or cls.kind).splitlines()[0].rstrip("."))
        return re.split(r"[.;] |: `| \([^)]*`", described)[0]

    @property
    def facts(self) -> dict[str, Any]:
        return dict(vars(self))

    @classmethod
    def sentence(cls, facts: dict[str, Any], by: str) -> str:
        """What the timeline says of these facts, done by this actor; a kind with more than one sentence chooses here."""
        return cls.says

    @classmethod
    def words(cls, facts: dict[str, Any]) -> dict[str, Any]:
        """The facts as the sentence says them; a kind whose facts are no words puts them into some here."""
        return facts

    @classmethod
    def subject(cls, facts: dict[str, Any]) -> str:
        """What this is about, as a topic: `conversation:42`; nothing when it is about the customer alone."""
        return f"{cls.about}:{facts[cls.about]}" if cls.about else ""

    @classmethod
    def topics(cls, facts: dict[str, Any], customer_id: int) -> list[str]:
        """The live topics that this is told on."""
        topics = [f"customer:{customer_id}"]
        if cls.about:
            topics.insert(0, cls.subject(facts))
        if "inbox" in facts:
            topics += [f"inbox:{facts['inbox']}", "inbox"]
        return topics


@dataclass(frozen=True, kw_only=True)
class CustomerMet(Event):
    """A person reached us, or was entered by us, for the first time."""

    kind = "customer.met"
    says = "First contact, by {channel}"
    icon = "person"
    channel: str


@dataclass(frozen=True, kw_only=True)
class CustomerNoted(Event):
    """The team wrote down something about the customer."""

    kind = "customer.noted"
    says = "{by} left a note about {customer}"
    icon = "pen"
    note: int


@dataclass(frozen=True, kw_only=True)
class LanguageLearned(Event):
    """We found out in which language the customer writes."""

    kind = "customer.language_learned"
    says = "Writes in {language}"
    icon = "chat"
    is_quiet = True
    language: str


@dataclass(frozen=True, kw_only=True)
class CustomerAway(Event):
    """The customer's absence notice told us until when they are away."""

    kind = "customer.away"
    says = "Away until {until}"
    icon = "clock"
    until: str


@dataclass(frozen=True, kw_only=True)
class AttributeSet(Event):
    """Something that we keep about the customer was written down, or written anew."""

    kind = "customer.attribute_set"
    says = "{by} set {name} to {value}"
    icon = "pen"
    personal = ("value",)
    name: str
    value: str

    @classmethod
    def sentence(cls, facts: dict[str, Any], by: str) -> str:
        return cls.says if facts["value"] else "{by} cleared {name}"


@dataclass(frozen=True, kw_only=True)
class IdentityAdded(Event):
    """The customer has one more address, phone or id."""

    kind = "customer.identity_added"
    says = "{by} added {value}"
    icon = "link"
    personal = ("value",)
    identity_kind: str
    value: str


@dataclass(frozen=True, kw_only=True)
class IdentityRemoved(Event):
    """An address, phone or id is the customer's no more."""

    kind = "customer.identity_removed"
    says = "{by} took off {value}"
    icon = "x"
    personal = ("value",)
    identity_kind: str
    value: str


@dataclass(frozen=True, kw_only=True)
class CompanyChanged(Event):
    """The customer belongs to a company, to another one, or to none any more."""

    kind = "customer.company_set"
    says = "{by} set the company to {to}"
    icon = "people"
    company: int | None
    to: str


@dataclass(frozen=True, kw_only=True)
class CustomerMerged(Event):
    """Two customers turned out to be one person; `merged` goes on as this customer."""

    kind = "customer.merged"
    says = "{by} merged {name} (#{merged}) into {customer}"
    icon = "link"
    personal = ("name",)
    merged: int
    name: str

    @classmethod
    def topics(cls, facts: dict[str, Any], customer_id: int) -> list[str]:
        """Also where the one is shown who goes on elsewhere now."""
        return [f"customer:{customer_id}", f"customer:{facts['merged']}"]


@dataclass(frozen=True, kw_only=True)
class CustomerUnmerged(Event):
    """A merge of two customers was undone: `other` is the one it was undone with."""

    kind = "customer.unmerged"
    says = "{by} took {customer} and {name} (#{other}) apart again"
    icon = "undo"
    personal = ("name",)
    other: int
    name: str


@dataclass(frozen=True, kw_only=True)
class ConsentGiven(Event):
    """The customer agreed to one purpose on one channel."""

    kind = "customer.consent_given"
    says = "Agreed to {purpose} by {channel}"
    icon = "check"
    channel: str
    purpose: str
    source: str


@dataclass(frozen=True, kw_only=True)
class ConsentWithdrawn(Event):
    """The customer wants to hear no more of one purpose on one channel."""

    kind = "customer.consent_withdrawn"
    says = "Withdrew the consent to {purpose} by {channel}"
    icon = "x"
    channel: str
    purpose: str
    source: str


@dataclass(frozen=True, kw_only=True)
class CustomerErased(Event):
    """Who the customer is was forgotten, for good."""

    kind = "customer.erased"
    says = "{by} erased who this was"
    icon = "x"
