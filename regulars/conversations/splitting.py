"""Moving chosen messages out of a conversation, and back. The verbs `split` and `unsplit` use it, alone as merges are."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from django.utils.translation import gettext as _

from regulars.conversations.continuing import survivors
from regulars.conversations.models import Conversation, Message, SearchEntry, Split
from regulars.customers.models import Customer
from regulars.lib.refusal import refusal

# Positions are given anew afterwards; until then they are out of everybody's way, each its own.
_MOVE = """
    UPDATE conversations_message AS message SET conversation_id = %(to)s, origin_id = %(origin)s, position = -1000000000 - message.id,
        client_key = CASE WHEN EXISTS (SELECT FROM conversations_message AS other
            WHERE other.conversation_id = %(to)s AND other.client_key = message.client_key) THEN NULL ELSE client_key END
    WHERE id = ANY(%(ids)s)
"""


def move(messages: Iterable[int], *, to: int, origin: int | None = None) -> None:
    """Messages by their ids, with everything that hangs on them."""
    ids = list(messages)
    with connection.cursor() as cursor:
        cursor.execute(_MOVE, {"to": to, "origin": origin, "ids": ids})
    SearchEntry.objects.filter(pk__in=ids).update(conversation=to)


def chosen(conversation: Conversation, ids: Iterable[int]) -> list[Message]:
    """The messages that are to leave a conversation that we hold. Raises ValidationError("messages")."""
    wanted = set(ids)
    found = list(conversation.messages.filter(pk__in=wanted).order_by("position"))
    if not wanted or len(found) != len(wanted):
        raise refusal("messages", _("Choose messages of this conversation."), "missing")
    if not conversation.messages.exclude(pk__in=wanted).exists():
        raise refusal("messages", _("Something must stay: leave at least one message here."))
    return found


def whose(messages: Iterable[Message], *, customer: Customer | None, usual: Customer) -> Customer:
    """With whom the new conversation is: whoever wrote all the letters that leave, unless one of their authors is named."""
    authors = {
        each.customer_id: each.customer for each in messages if each.kind == Message.Kind.IN and each.customer_id
    }
    if customer is not None:
        if customer.pk != usual.pk and customer.pk not in authors:
            raise refusal("customer", _("%s wrote none of these messages.") % customer)
        return customer
    return next(iter(authors.values())) if len(authors) == 1 else usual  # type: ignore[return-value]


def homes(split: Split, *, source: Conversation) -> dict[int, tuple[int, int | None]]:
    """Where each message goes when a split is undone, by its id: the conversation, and the one merged into it that it was said in."""
    said_in = {int(message): origin or split.source_id for message, origin in split.origins.items()}
    goes_on = survivors([*{*said_in.values()}])
    return {
        pk: (goes_on.get(home, source.pk), None if goes_on.get(home, home) == home else home)
        for pk, home in said_in.items()
    }
