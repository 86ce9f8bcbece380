"""Conversations and what is in them. One noun a file."""

from regulars.conversations.models.attachment import Attachment
from regulars.conversations.models.conversation import Conversation, Participant, Read
from regulars.conversations.models.delivery import Delivery
from regulars.conversations.models.draft import Draft
from regulars.conversations.models.inbox import Inbox
from regulars.conversations.models.merge import Merge
from regulars.conversations.models.message import Message
from regulars.conversations.models.outcome import Outcome
from regulars.conversations.models.pair import Pair
from regulars.conversations.models.promise import Clock, Promise
from regulars.conversations.models.search import SearchEntry
from regulars.conversations.models.suggestion import Suggestion
from regulars.conversations.models.suppressed_address import SuppressedAddress
from regulars.conversations.models.topic import Topic

__all__ = [
    "Attachment",
    "Clock",
    "Conversation",
    "Delivery",
    "Draft",
    "Inbox",
    "Merge",
    "Message",
    "Outcome",
    "Pair",
    "Participant",
    "Promise",
    "Read",
    "SearchEntry",
    "Suggestion",
    "SuppressedAddress",
    "Topic",
]
