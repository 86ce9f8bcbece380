"""What a conversation has to do with others, as its head shows it."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from regulars.conversations.continuing import family_of, survivors
from regulars.conversations.linking import said_of
from regulars.conversations.models import Conversation, Pair, Split, Suggestion
from regulars.conversations.models import Link as Tie
from regulars.conversations.models.conversation import Conversations
from regulars.conversations.standing import with_clocks
from regulars.team.models import Agent

OTHERS = 8  # conversations offered to merge into
TIES = 20  # that stand in the head


class Link(NamedTuple):
    number: int
    words: str
    is_part: bool = False  # it was merged into this one and can be taken out
    unlinks: bool = False  # the link can be taken off
    unsplits: bool = False  # this one can be put back into it
    is_split: bool = False  # messages of the one stand in the other now


def links(conversation: Conversation) -> list[Link]:
    """The conversation it follows, those that follow it, those that became part of it, and those in other inboxes that a letter
    of it went to as well."""
    follows = (
        [Link(conversation.follows_id, _("follows #%s") % conversation.follows_id)] if conversation.follows_id else []
    )
    family = [_link(each["number"], each["into"] == conversation.pk) for each in conversation.relatives]  # type: ignore[attr-defined]
    ties = _ties(conversation) if conversation.link_count else []
    about = (
        [Link(conversation.side_of_id, _("asked about #%s") % conversation.side_of_id)]
        if conversation.side_of_id
        else []
    )
    return about + follows + family + ties + [_elsewhere(each) for each in conversation.pairs]  # type: ignore[attr-defined]


def _ties(conversation: Conversation) -> list[Link]:
    """Those it was linked to, split from, or that were split off it; with what became part of it."""
    family = family_of(conversation)
    found = Tie.objects.filter(Q(first__in=family) | Q(second__in=family)).order_by("pk")[:TIES]
    ends = [(each, each.first_id in family) for each in found]
    goes_on = survivors([each.second_id if is_first else each.first_id for each, is_first in ends])
    said = []
    for each, is_first in ends:
        number = goes_on[each.second_id if is_first else each.first_id]
        said.append(Link(number, said_of(each.kind, is_first=is_first, number=number), unlinks=True))
    for each in Split.objects.filter(Q(conversation__in=family) | Q(source__in=family)).order_by("pk")[:TIES]:
        is_from = each.conversation_id in family
        number = each.source_id if is_from else each.conversation_id
        words = _("taken out of #%s") if is_from else _("#%s was taken out")
        said.append(Link(number, words % number, unsplits=is_from, is_split=True))
    return said


def with_relatives(found: Conversations) -> Conversations:
    """With what `links`, `suggestion_of` and `standings` tell of, in the same question."""
    others = Conversation.objects.filter(
        Q(follows=OuterRef("pk")) | Q(merged_into=OuterRef("pk"), last_position__gt=0)
    ).order_by("pk")
    facts = others.values_list(JSONObject(number="pk", into="merged_into"))
    pairs = (
        Conversation.objects.filter(pk__in=_paired())
        .order_by("pk")
        .values_list(JSONObject(number="pk", inbox="inbox__name"))
    )
    return (
        with_clocks(found)
        .select_related("suggestion__other")
        .annotate(relatives=ArraySubquery(facts), pairs=ArraySubquery(pairs))
    )


def _paired() -> QuerySet[Pair]:
    """The numbers of those that share a letter with the conversation that is asked for."""
    this = OuterRef(OuterRef("pk"))
    return (
        Pair.objects.filter(first=this)
        .values("second")
        .union(Pair.objects.filter(second=this).values("first"), all=True)
    )


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
    theirs = Conversation.objects.visible_to(agent).filter(
        customer=conversation.customer_id, merged_into=None, side_of=None
    )
    return list(theirs.exclude(pk=conversation.pk).order_by("-last_activity_at", "-pk")[:OTHERS])
