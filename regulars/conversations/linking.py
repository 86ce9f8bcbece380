"""How two conversations that are linked say it of each other."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from regulars.conversations.continuing import family_of
from regulars.conversations.models import Conversation, Link


def link_between(one: int, other: int) -> Link | None:
    """The link of two conversations by their numbers, or of what became part of them."""
    these, those = family_of(Conversation(pk=one)), family_of(Conversation(pk=other))
    return Link.objects.filter(Q(first__in=these, second__in=those) | Q(first__in=those, second__in=these)).first()


def words_of(link: Link, seen_from: int) -> str:
    """What the link means for one of the two: “caused by”, and “the cause of” for the other."""
    is_first = link.first_id == seen_from
    return {
        Link.Kind.RELATED: _("related"),
        Link.Kind.DUPLICATE: _("a duplicate of it") if is_first else _("the other one is a duplicate"),
        Link.Kind.CAUSE: _("caused by it") if is_first else _("the cause of it"),
    }[Link.Kind(link.kind)]


def said_of(kind: str, *, is_first: bool, number: int) -> str:
    """As a chip beside the subject: “caused by #7”."""
    return {
        Link.Kind.RELATED: _("related to #%s"),
        Link.Kind.DUPLICATE: _("duplicate of #%s") if is_first else _("has the duplicate #%s"),
        Link.Kind.CAUSE: _("caused by #%s") if is_first else _("cause of #%s"),
    }[Link.Kind(kind)] % number
