"""Asking somebody else about a conversation: what the one must know of the other, and what neither may."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F
from django.db.models.functions import Least
from django.utils.translation import gettext as _

from regulars.conversations.actions.reopen import reopen
from regulars.conversations.actions.wake_up import wake_up
from regulars.conversations.adding import locked
from regulars.conversations.continuing import family_of
from regulars.conversations.events import AsideAnswered
from regulars.conversations.models import Attachment, Conversation, Message, Read
from regulars.conversations.models.conversation import Conversations
from regulars.conversations.recounting import count_ties
from regulars.conversations.showing import author, moment_of
from regulars.customers.actor import SYSTEM, By, agent_of
from regulars.customers.timeline import record
from regulars.lib.refusal import refusal
from regulars.ui.moments import Times


def asides_of(conversation: Conversation) -> Conversations:
    """Where somebody else is asked about it, or about what became part of it."""
    return Conversation.objects.filter(side_of__in=family_of(conversation), merged_into=None).order_by("pk")


def tell_parent(message: Message) -> None:
    """Whom we asked has written: the conversation that it is about is unread again, and open. Nothing of what they wrote goes there."""
    parent = locked(Conversation(pk=message.conversation.side_of_id))
    if message.customer is not None and not message.is_automatic:
        wake_up(parent, by=SYSTEM, because_of="side")
        reopen(parent, by=SYSTEM)
        unread(parent)
    count_ties(parent)
    event = AsideAnswered(
        conversation=parent.pk, inbox=parent.inbox_id, side=message.conversation_id, message=message.pk
    )
    record(event, customer=parent.customer_id, by=SYSTEM)


def unread(conversation: Conversation) -> None:
    """Nobody has read the customer's newest letter."""
    before = Least(F("position"), conversation.inbound_position - 1)
    Read.objects.filter(conversation=conversation).update(position=before)


def quoted(parent: Conversation, numbers: Iterable[int]) -> str:
    """Messages of the conversation, by their ids, as they are quoted in a letter; notes never leave. Raises ValidationError("quotes")."""
    wanted = set(numbers)
    messages = list(parent.messages.filter(pk__in=wanted).exclude(kind=Message.Kind.NOTE).order_by("position"))
    if len(messages) != len(wanted):
        raise refusal("quotes", _("Choose messages of this conversation that are no notes."))
    return "".join(_quote(message) for message in messages)


def copied(parent: Conversation, numbers: Iterable[int], *, by: By) -> list[Attachment]:
    """Files of the conversation, by their ids, to be sent once more: the same bytes. Raises ValidationError("files")."""
    wanted = set(numbers)
    files = list(
        Attachment.objects.filter(pk__in=wanted, message__conversation=parent).exclude(message__kind=Message.Kind.NOTE)
    )
    if len(files) != len(wanted):
        raise refusal("files", _("Choose files of this conversation."))
    for file in files:
        file.pk, file.message, file.uploaded_by, file.is_inline = None, None, agent_of(by), False
    return Attachment.objects.bulk_create(files)


def _quote(message: Message) -> str:
    words = {"name": author(message), "when": Times().exact(moment_of(message))}
    lines = (message.visible_text or message.text).strip().splitlines()
    return "\n\n" + _("%(name)s wrote on %(when)s:") % words + "\n" + "\n".join(f"> {line}".rstrip() for line in lines)
