"""Who takes part in a conversation: exactly those whom its messages name."""

from __future__ import annotations

from regulars.conversations.adding import join
from regulars.conversations.models import Conversation, Message, Participant


def forget_unnamed(conversation: Conversation) -> None:
    """Whom no message here names any more takes no part."""
    Participant.objects.filter(conversation=conversation).exclude(address__in=_named(conversation)).delete()


def name_all(conversation: Conversation) -> None:
    """Whom a message here names takes part."""
    join(conversation, list(_named(conversation).values()))


def _named(conversation: Conversation) -> dict[str, Participant]:
    people: dict[str, Participant] = {}
    said = conversation.messages.exclude(kind=Message.Kind.NOTE).order_by("position")
    for message in said.only("kind", "recipients", "author_address", "author_name", "customer_id"):
        if message.kind == Message.Kind.IN and message.author_address and message.customer_id:
            author = {
                "address": message.author_address,
                "name": message.author_name,
                "customer_id": message.customer_id,
            }
            people.setdefault(message.author_address, Participant(**author))
        for person in (each for way in ("to", "cc") for each in message.recipients.get(way, [])):
            if person.get("address") and not person.get("is_ours"):
                people.setdefault(
                    person["address"], Participant(address=person["address"], name=person.get("name", "")[:200])
                )
    return people
