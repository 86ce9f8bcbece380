"""What becomes of conversations beside answers: put away and woken, taken apart, tied together, worked off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from regulars.conversations.events.conversation import ConversationEvent


@dataclass(frozen=True, kw_only=True)
class ConversationSnoozed(ConversationEvent):
    """The conversation was put away until a time, or until the next reply."""

    kind = "conversation.snoozed"
    says = "{by} put this away until {wakes}"
    icon = "clock"
    wakes: str | None  # a moment as ISO 8601; null: the next reply

    @classmethod
    def sentence(cls, facts: dict[str, Any], by: str) -> str:
        return cls.says if facts["wakes"] else "{by} put this away until the next reply"


@dataclass(frozen=True, kw_only=True)
class ConversationWoken(ConversationEvent):
    """What was put away is open again: its time came, somebody replied, or somebody took it up."""

    kind = "conversation.woken"
    says = "{by} woke this up"
    icon = "inbox"
    because_of: str  # time, reply, side (whom we asked has answered), hand

    @classmethod
    def sentence(cls, facts: dict[str, Any], by: str) -> str:
        return {
            "time": "This is back: the time came until which it was put away",
            "reply": "This is back: {customer} wrote",
            "side": "This is back: whom we asked has answered",
        }.get(facts["because_of"], cls.says)


@dataclass(frozen=True, kw_only=True)
class StatusSet(ConversationEvent):
    """The conversation has another status of the house's own, perhaps in the same category."""

    kind = "conversation.status_set"
    says = "{by} set the status to {to}"
    icon = "flag"
    status: int | None
    category: str
    to: str
    before: str = ""  # what it was, in words


@dataclass(frozen=True, kw_only=True)
class ConversationSplit(ConversationEvent):
    """Messages of a conversation go on in a new one. Told of both."""

    kind = "conversation.split"
    says = "{by} took {count} messages out of #{source} into this"
    icon = "link"
    source: int
    into: int
    count: int

    @classmethod
    def sentence(cls, facts: dict[str, Any], by: str) -> str:
        is_one = facts["count"] == 1
        if facts["conversation"] == facts["into"]:
            return "{by} took a message out of #{source} into this" if is_one else cls.says
        return "{by} moved a message into #{into}" if is_one else "{by} moved {count} messages into #{into}"


@dataclass(frozen=True, kw_only=True)
class ConversationUnsplit(ConversationEvent):
    """What was taken out of a conversation is back in it. Told of both."""

    kind = "conversation.unsplit"
    says = "{by} put this back into #{source}"
    icon = "undo"
    source: int
    into: int

    @classmethod
    def sentence(cls, facts: dict[str, Any], by: str) -> str:
        return cls.says if facts["conversation"] == facts["into"] else "{by} put #{into} back into this"


@dataclass(frozen=True, kw_only=True)
class ConversationLinked(ConversationEvent):
    """Two conversations have to do with each other. Told of both."""

    kind = "conversation.linked"
    says = "{by} linked this with #{other}: {words}"
    icon = "link"
    other: int
    link: str  # of Link.Kind
    words: str


@dataclass(frozen=True, kw_only=True)
class ConversationUnlinked(ConversationEvent):
    """Two conversations have nothing to do with each other any more. Told of both."""

    kind = "conversation.unlinked"
    says = "{by} took off the link with #{other}"
    icon = "undo"
    other: int


@dataclass(frozen=True, kw_only=True)
class ConversationFollowed(ConversationEvent):
    """A settled matter was taken up again in a new conversation. Told of the old one."""

    kind = "conversation.followed"
    says = "{by} followed this up in #{follower}"
    icon = "link"
    follower: int


@dataclass(frozen=True, kw_only=True)
class ChecklistAdded(ConversationEvent):
    """A list of things to do was put on the conversation, or one thing."""

    kind = "checklist.added"
    says = "{by} added the checklist {checklist}"
    icon = "check"
    checklist: str


@dataclass(frozen=True, kw_only=True)
class ChecklistRemoved(ConversationEvent):
    """Something was taken off the checklist."""

    kind = "checklist.removed"
    says = "{by} took something off the checklist"
    icon = "x"
    count: int


@dataclass(frozen=True, kw_only=True)
class ItemTicked(ConversationEvent):
    """One thing of the checklist is done."""

    kind = "checklist.ticked"
    says = "{by} ticked {position} of {total}"
    icon = "check"
    item: int
    position: int
    total: int


@dataclass(frozen=True, kw_only=True)
class ItemUnticked(ConversationEvent):
    """One thing of the checklist is to be done after all."""

    kind = "checklist.unticked"
    says = "{by} took the tick off {position} of {total}"
    icon = "undo"
    item: int
    position: int
    total: int


@dataclass(frozen=True, kw_only=True)
class ChecklistDone(ConversationEvent):
    """Nothing of the checklist is left to do."""

    kind = "checklist.done"
    says = "The checklist is done"
    icon = "check"


@dataclass(frozen=True, kw_only=True)
class AsideBegun(ConversationEvent):
    """We asked somebody else about a conversation. Told of that conversation."""

    kind = "aside.begun"
    says = "{by} asked somebody else: #{side}"
    icon = "forward"
    side: int


@dataclass(frozen=True, kw_only=True)
class AsideAnswered(ConversationEvent):
    """Whom we asked about a conversation has written. Told of that conversation."""

    kind = "aside.answered"
    says = "An answer came in #{side}, to what we asked somebody else"
    icon = "reply"
    side: int
    message: int
