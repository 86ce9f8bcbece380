from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from regulars.channels.email.models import InboundLetter, Reason
from regulars.channels.email.parse_apart import parse_apart
from regulars.conversations.models import Message
from regulars.conversations.search import remember_words

FIELDS = ("text", "visible_text", "html")


class Change(NamedTuple):
    """A message that would be read otherwise today."""

    letter: InboundLetter
    before: dict[str, str]
    after: dict[str, str]


def reread_letters(*, since: datetime | None = None, applies: bool = False) -> Iterator[Change]:
    """Read letters of former times with what we know today, the oldest first: what would change, or with `applies`, changes.

    Texts, folding and HTML are taken anew, and found by search. Where a letter went, and what followed from it, stays.
    """
    letters = InboundLetter.objects.filter(state=InboundLetter.State.DONE, message_id__isnull=False).exclude(
        reason=Reason.TWIN
    )
    for row in (
        (letters.filter(received_at__gte=since) if since else letters)
        .select_related("raw")
        .order_by("pk")
        .iterator(100)
    ):
        found = Message.objects.filter(pk=row.message_id, kind=Message.Kind.IN, agent=None).first()
        if found and (change := _change(row, found)):
            if applies:
                _apply(found, change)
            yield change


def _change(row: InboundLetter, message: Message) -> Change | None:
    letter = parse_apart(bytes(row.raw.content))
    if letter.error or not letter.text:
        return None  # what stands there says so already
    after = {name: getattr(letter, name) for name in FIELDS if getattr(letter, name) != getattr(message, name)}
    return Change(row, {name: getattr(message, name) for name in after}, after) if after else None


@transaction.atomic
def _apply(message: Message, change: Change) -> None:
    for name, value in change.after.items():
        setattr(message, name, value)
    message.save(update_fields=list(change.after))
    remember_words(message, files=list(message.attachments.all()))
