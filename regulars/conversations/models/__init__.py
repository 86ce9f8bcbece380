"""Conversations and what is in them. One noun a file."""

from regulars.conversations.models.access import Access
from regulars.conversations.models.attachment import Attachment
from regulars.conversations.models.attention import Attention
from regulars.conversations.models.checklist import Checklist, ChecklistItem
from regulars.conversations.models.conversation import Conversation, Participant, Read
from regulars.conversations.models.counted import Changed, Tally, ViewCount, ViewMember
from regulars.conversations.models.delivery import Delivery
from regulars.conversations.models.draft import Draft
from regulars.conversations.models.inbox import Inbox
from regulars.conversations.models.link import Link
from regulars.conversations.models.merge import Merge
from regulars.conversations.models.message import Message
from regulars.conversations.models.named_status import NamedStatus
from regulars.conversations.models.outcome import Outcome
from regulars.conversations.models.pair import Pair
from regulars.conversations.models.promise import Clock, Promise
from regulars.conversations.models.search import SearchEntry
from regulars.conversations.models.snippet import Snippet
from regulars.conversations.models.split import Split
from regulars.conversations.models.suggestion import Suggestion
from regulars.conversations.models.suppressed_address import SuppressedAddress
from regulars.conversations.models.tag import Tag, TagChange, TagRules
from regulars.conversations.models.topic import Topic
from regulars.conversations.models.view import Habits, View

__all__ = [
    "Access",
    "Attachment",
    "Attention",
    "Changed",
    "Checklist",
    "ChecklistItem",
    "Clock",
    "Conversation",
    "Delivery",
    "Draft",
    "Habits",
    "Inbox",
    "Link",
    "Merge",
    "Message",
    "NamedStatus",
    "Outcome",
    "Pair",
    "Participant",
    "Promise",
    "Read",
    "SearchEntry",
    "Snippet",
    "Split",
    "Suggestion",
    "SuppressedAddress",
    "Tag",
    "TagChange",
    "TagRules",
    "Tally",
    "Topic",
    "View",
    "ViewCount",
    "ViewMember",
]
