"""To which conversation a letter that began a new one may belong all the same: evidence too weak to act on."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils import timezone

from regulars.channels.email.letter import Letter
from regulars.channels.email.likeness import is_similar
from regulars.channels.email.models import ThreadAlias
from regulars.channels.email.models.thread_alias import key_of
from regulars.channels.email.numbers import numbers_in
from regulars.channels.email.threads import ids_of
from regulars.conversations.models import Conversation, Participant, Suggestion
from regulars.lib.question import Question

RECENT = timedelta(days=90)
MOST = 10  # of the customer's newest conversations that are looked at

_newest_of = Question(
    lambda customer, inbox, other_than, since: (
        Conversation.objects.filter(customer=customer, inbox=inbox, merged_into=None, side_of=None, last_activity_at__gt=since)
        .exclude(pk=other_than)
        .order_by("-last_activity_at")
        .only("subject", "status")[:MOST]
    ),
    customer=int, inbox=int, other_than=int, since=datetime,
)  # fmt: skip

Reason = Suggestion.Reason


class Maybe(NamedTuple):
    other: int
    reason: Reason


def maybe_of(letter: Letter, new: Conversation, *, sender: str) -> Maybe | None:
    """The likeliest, the strongest reason first. Whom we have just met has no other conversation."""
    by_itself = _mentioned(letter, new) or _number(letter, new, sender)
    return by_itself or (None if new.customer.is_just_met else _of_the_customer(letter, new))


def _mentioned(letter: Letter, new: Conversation) -> Maybe | None:
    keys = [key_of(each) for each in ids_of(letter)]
    if not keys:
        return None
    known = ThreadAlias.objects.filter(key__in=keys, conversation__inbox=new.inbox_id)
    found = known.exclude(conversation=new).order_by("-conversation").values_list("conversation", flat=True).first()
    return Maybe(found, Reason.MENTIONED) if found else None


def _number(letter: Letter, new: Conversation, sender: str) -> Maybe | None:
    """Shops number their orders too: somebody of the same domain must have taken part."""
    domain = sender.rpartition("@")[2]
    numbers = numbers_in(letter.subject)
    if not numbers or not domain:
        return None
    near = Participant.objects.filter(
        conversation__in=numbers, address__endswith=f"@{domain}", conversation__inbox=new.inbox_id
    )
    found = near.exclude(conversation=new).values_list("conversation", flat=True).first()
    return Maybe(found, Reason.NUMBER) if found else None


def _of_the_customer(letter: Letter, new: Conversation) -> Maybe | None:
    since = timezone.now() - RECENT
    others = _newest_of(customer=new.customer_id, inbox=new.inbox_id, other_than=new.pk, since=since)
    for other in others:
        if is_similar(other.subject, letter.subject):
            return Maybe(other.pk, Reason.SUBJECT)
    is_open = [other.pk for other in others if other.is_open]
    return Maybe(is_open[0], Reason.ANSWER) if len(is_open) == 1 and ids_of(letter) else None
