from __future__ import annotations

from django.db import transaction
from django.db.models.functions import Coalesce

from regulars.channels.email.models import InboundLetter, ThreadAlias
from regulars.channels.email.models.thread_alias import key_of, remember_ids
from regulars.conversations.events import ConversationSplit, ConversationUnsplit
from regulars.conversations.models import Delivery, Message
from regulars.customers.models import Customer


@transaction.atomic
def follow_messages(event: ConversationSplit | ConversationUnsplit, *, customer: Customer) -> None:
    """Messages stand elsewhere now: what answers their letters goes there, and the ledger says so."""
    between = [event.source, event.into]
    ids = _ids_in(between)
    for conversation, names in ids.items():
        for name in names:
            remember_ids(conversation, own=name)
        keys = [key_of(name) for name in names]
        ThreadAlias.objects.filter(key__in=keys, is_own=True, conversation__in=between).exclude(
            conversation=conversation
        ).delete()


def _ids_in(conversations: list[int]) -> dict[int, list[str]]:
    """By conversation the Message-IDs of the letters that stand in it now."""
    standing = Message.objects.filter(conversation__in=conversations)
    home_of = dict(standing.values_list("pk", Coalesce("origin_id", "conversation_id")))
    ids: dict[int, list[str]] = {}
    for letter in InboundLetter.objects.filter(message_id__in=list(home_of)):
        home = home_of[letter.message_id or 0]
        ids.setdefault(home, []).append(letter.external_id)
        if letter.conversation_id != home:
            InboundLetter.objects.filter(pk=letter.pk).update(conversation_id=home)
    sent = Delivery.objects.filter(message__in=list(home_of), channel="email").values_list(
        "message", "external_id", "provider_id"
    )
    for message, own, given in sent:
        ids.setdefault(home_of[message], []).extend([own, *given.split()])
    return {home: [name for name in names if name] for home, names in ids.items()}
