from __future__ import annotations

from django.db import transaction

from regulars.channels.chat.actions.take_frames import customer_of
from regulars.channels.chat.lines import conversation_of, locked
from regulars.channels.chat.models import Visitor
from regulars.conversations.actions.begin import begin
from regulars.conversations.actions.reply import reply
from regulars.conversations.models import Conversation
from regulars.lib.texts import one_line, storable
from regulars.team.models import Agent


@transaction.atomic
def write_first(visitor: Visitor, *, text: str, by: Agent) -> Conversation:
    """Write to somebody who is on our pages: it appears there, in the conversation that they have or in a new one.

    Raises ValidationError("text").
    """
    visitor = locked(visitor.pk)
    to = {"to": [{"name": visitor.name, "address": visitor.reply_address}], "cc": [], "bcc": []}
    conversation = conversation_of(visitor)
    if conversation and Conversation.objects.visible_to(by).filter(pk=conversation.pk).exists():
        reply(conversation, by=by, text=text, recipients=to)
        return conversation
    if visitor.customer is None:
        visitor.customer = customer_of(visitor)
        visitor.save(update_fields=["customer"])
    subject = one_line(storable(text), limit=80) or visitor.widget.name
    return begin(visitor.widget.inbox, by=by, recipients=to, subject=subject, text=text, customer=visitor.customer)
