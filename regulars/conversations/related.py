"""What a conversation has to do with others, as its head shows it."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _

from regulars.conversations.continuing import survivors
from regulars.conversations.models import Conversation, Suggestion
from regulars.team.models import Agent

OTHERS = 8  # conversations offered to merge into


class Link(NamedTuple):
    number: int
    words: str
    is_part: bool = False  # it was merged into this one and can be taken out


def links(conversation: Conversation) -> list[Link]:
    """The conversation it follows, those that follow it, and those that became part of it."""
    follows = [Link(conversation.follows_id, _("follows #%s") % conversation.follows_id)] if conversation.follows_id else []
    others = Conversation.objects.filter(Q(follows=conversation) | Q(merged_into=conversation)).order_by("pk")
    found = [_link(pk, merged_into == conversation.pk) for pk, merged_into in others.values_list("pk", "merged_into")]
    return follows + found


def _link(number: int, is_part: bool) -> Link:
    return Link(number, (_("with #%s") if is_part else _("goes on in #%s")) % number, is_part)


def suggestion_of(conversation: Conversation) -> Suggestion | None:
    """Where it may belong, as long as nobody has decided."""
    found = Suggestion.objects.filter(conversation=conversation, is_refused=False).select_related("other").first()
    if found is None:
        return None
    goes_on = survivors([found.other_id])[found.other_id]
    if goes_on == conversation.pk:
        return None
    found.other = found.other if goes_on == found.other_id else Conversation.objects.get(pk=goes_on)
    return found


def may_be_merged_into(conversation: Conversation, *, agent: Agent) -> list[Conversation]:
    """The customer's other conversations, the newest first."""
    theirs = Conversation.objects.visible_to(agent).filter(customer=conversation.customer_id, merged_into=None)
    return list(theirs.exclude(pk=conversation.pk).order_by("-last_activity_at", "-pk")[:OTHERS])
