"""What a conversation has to do with others, as its head shows it."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from regulars.conversations.continuing import survivors
from regulars.conversations.models import Conversation, Pair, Suggestion
from regulars.conversations.models.conversation import Conversations
from regulars.conversations.standing import with_clocks
from regulars.team.models import Agent

OTHERS = 8  # conversations offered to merge into


class Link(NamedTuple):
    number: int
    words: str
    is_part: bool = False  # it was merged into this one and can be taken out


def links(conversation: Conversation) -> list[Link]:
    """The conversation it follows, those that follow it, those that became part of it, and those in other inboxes that a letter
    of it went to as well."""
    follows = [Link(conversation.follows_id, _("follows #%s") % conversation.follows_id)] if conversation.follows_id else []
    family = [_link(each["number"], each["into"] == conversation.pk) for each in conversation.relatives]  # type: ignore[attr-defined]
    return follows + family + [_elsewhere(each) for each in conversation.pairs]  # type: ignore[attr-defined]


def with_relatives(found: Conversations) -> Conversations:
    """With what `links`, `suggestion_of` and `standings` tell of, in the same question."""
    others = Conversation.objects.filter(Q(follows=OuterRef("pk")) | Q(merged_into=OuterRef("pk"))).order_by("pk")
    facts = others.values_list(JSONObject(number="pk", into="merged_into"))
    pairs = Conversation.objects.filter(pk__in=_paired()).order_by("pk").values_list(JSONObject(number="pk", inbox="inbox__name"))
    return with_clocks(found).select_related("suggestion__other").annotate(relatives=ArraySubquery(facts), pairs=ArraySubquery(pairs))


def _paired() -> QuerySet[Pair]:
    """The numbers of those that share a letter with the conversation that is asked for."""
    this = OuterRef(OuterRef("pk"))
    return Pair.objects.filter(first=this).values("second").union(Pair.objects.filter(second=this).values("first"), all=True)


def _elsewhere(pair: dict[str, Any]) -> Link:
    return Link(pair["number"], _("also in %(inbox)s: #%(number)s") % pair)


def _link(number: int, is_part: bool) -> Link:
    return Link(number, (_("with #%s") if is_part else _("goes on in #%s")) % number, is_part)


def suggestion_of(conversation: Conversation) -> Suggestion | None:
    """Where it may belong, as long as nobody has decided."""
    found: Suggestion | None = getattr(conversation, "suggestion", None)
    if found is None or found.is_refused:
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
