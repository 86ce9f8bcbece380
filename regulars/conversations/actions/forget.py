from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q

from regulars.conversations.actions.resolve import resolve
from regulars.conversations.adding import snippet_of
from regulars.conversations.models import (
    Attachment,
    Conversation,
    Delivery,
    Draft,
    Message,
    Outcome,
    Participant,
    SearchEntry,
    SuppressedAddress,
)
from regulars.customers.actor import SYSTEM

SAID = {
    "subject": "",
    "text": "",
    "visible_text": "",
    "html": "",
    "recipients": {},
    "trust_detail": "",
    "client_key": None,
}


class Forgotten(NamedTuple):
    """What other rooms may have of it."""

    messages: list[int]
    files: set[str]  # SHA-256 of bytes that may be nobody's now


@transaction.atomic
def forget(people: Sequence[int], *, addresses: Sequence[str]) -> Forgotten:
    """Empty the conversations of these customers, and what they wrote into those of others. That they were, when, and how they went, stays.

    What has not left leaves no more; what is open is settled. With them go what we asked others about these matters, and our notes.
    """
    theirs = Conversation.objects.filter(customer__in=people)
    matters = list(
        Conversation.objects.filter(Q(customer__in=people) | Q(side_of__in=theirs))
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    several = Message.objects.filter(Q(conversation__in=matters) | Q(customer__in=people))
    unsent = Delivery.objects.filter(message__in=several.values("pk")).exclude(state=Delivery.State.DONE)
    _stop(list(unsent.select_for_update(of=("self",)).order_by("pk")))  # deliveries before conversations, as everywhere
    for each in Conversation.objects.select_for_update().filter(pk__in=matters).order_by("pk"):
        resolve(each, by=SYSTEM)
    messages = list(several.order_by("pk").values_list("pk", flat=True))
    files = Attachment.objects.filter(message__in=messages)
    digests = set(files.values_list("sha256", flat=True))
    files.delete()
    Message.objects.filter(pk__in=messages).exclude(kind=Message.Kind.OUT).filter(agent=None).update(
        author_name="", author_address=""
    )
    Message.objects.filter(pk__in=messages).update(**SAID)
    SearchEntry.objects.filter(pk__in=messages).delete()
    Outcome.objects.filter(Q(delivery__message__in=messages) | Q(address__in=addresses)).delete()
    Draft.objects.filter(conversation__in=matters).delete()
    Participant.objects.filter(Q(conversation__in=matters) | Q(customer__in=people) | Q(address__in=addresses)).delete()
    SuppressedAddress.objects.filter(address__in=addresses).delete()
    Conversation.objects.filter(pk__in=matters).update(subject="", snippet="", values={})
    for each in Conversation.objects.filter(messages__in=messages).exclude(pk__in=matters).distinct():
        newest = each.messages.exclude(kind=Message.Kind.NOTE).order_by("-position").first()
        Conversation.objects.filter(pk=each.pk).update(snippet=snippet_of(newest) if newest else "")
    return Forgotten(messages, digests)


def _stop(unsent: list[Delivery]) -> None:
    Message.objects.filter(delivery__in=unsent, state=Message.State.SENDING).update(state=Message.State.FAILED)
    Delivery.objects.filter(pk__in=[each.pk for each in unsent]).delete()
