"""The checklist of a conversation: its items, and what of them is left. Verbs use it; each holds the conversation's lock."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from regulars.conversations.adding import locked
from regulars.conversations.continuing import family_of
from regulars.conversations.events import ChecklistDone
from regulars.conversations.models import Checklist, ChecklistItem, Conversation
from regulars.conversations.recounting import count_ties
from regulars.customers.actor import Actor, By
from regulars.customers.timeline import record
from regulars.lib.refusal import refusal
from regulars.lib.texts import one_line, storable

MOST = 100  # items of one conversation
LONGEST = 200  # characters


def items_of(conversation: Conversation) -> list[ChecklistItem]:
    """In their order, with those of conversations that became part of it."""
    found = ChecklistItem.objects.filter(conversation__in=family_of(conversation))
    return list(found.select_related("checklist", "done_by").order_by("added_at", "position", "pk"))


def items_written(texts: Iterable[str]) -> list[str]:
    """One thing to do a line; empty lines are none. Raises ValidationError("items")."""
    items = [one_line(storable(text), limit=LONGEST + 1) for text in texts]
    items = list(dict.fromkeys(item for item in items if item))
    if not items:
        raise refusal("items", _("Write at least one thing to do."), "missing")
    if len(items) > MOST or any(len(item) > LONGEST for item in items):
        raise refusal(
            "items",
            _("At most %(most)d things, each of at most %(longest)d characters.") % {"most": MOST, "longest": LONGEST},
            "too_long",
        )
    return items


def put_on(conversation: Conversation, texts: list[str], *, checklist: Checklist | None = None) -> None:
    """Raises ValidationError("items") when that would be too many."""
    last = max((item.position for item in items_of(conversation)), default=0)
    if conversation.checklist_total + len(texts) > MOST:
        raise refusal("items", _("A conversation has at most %d things on its checklist.") % MOST, "too_many")
    rows = [
        ChecklistItem(conversation=conversation, checklist=checklist, text=text, position=last + place)
        for place, text in enumerate(texts, 1)
    ]
    ChecklistItem.objects.bulk_create(rows)
    count_ties(conversation)


def held_with(item: ChecklistItem) -> tuple[Conversation, ChecklistItem]:
    """The conversation where an item stands now, held, and the item as it is now."""
    conversation = locked(item.conversation)
    return conversation, ChecklistItem.objects.get(pk=item.pk)


def place_of(item: ChecklistItem, conversation: Conversation) -> dict[str, int]:
    """Which of how many it is."""
    numbers = [each.pk for each in items_of(conversation)]
    return {"item": item.pk, "position": numbers.index(item.pk) + 1, "total": len(numbers)}


def say_if_done(conversation: Conversation, *, by: By) -> None:
    """Nothing is left to do."""
    if conversation.checklist_total and not conversation.checklist_open:
        event = ChecklistDone(conversation=conversation.pk, inbox=conversation.inbox_id)
        record(event, customer=conversation.customer_id, by=Actor.of(by))
