from __future__ import annotations

from datetime import datetime

from django.db import transaction

from regulars.conversations.adding import add_message, join, locked, next_position, snippet_of
from regulars.conversations.events import ConversationOpened, MessageReceived, ReplyWritten
from regulars.conversations.incoming import Incoming
from regulars.conversations.models import Conversation, Inbox, Message, Participant
from regulars.customers.actor import IMPORT
from regulars.customers.timeline import backfill
from regulars.lib.inserting import insert
from regulars.team.models import Agent


@transaction.atomic(savepoint=False)
def keep_history(
    incoming: Incoming,
    *,
    at: datetime,
    inbox: Inbox,
    conversation: Conversation | None = None,
    is_ours: bool = False,
    agent: Agent | None = None,
) -> Message:
    """File an old message under its own date. Nobody waits for an answer to it, nothing follows from it, no page is told.

    `incoming.customer` is whom the conversation is with, also when we wrote (`is_ours`). What is open stays open.
    """
    is_new = conversation is None
    conversation = _begun(incoming, inbox, at) if conversation is None else locked(conversation)
    message = _message(incoming, conversation, at, is_ours, agent)
    _file(conversation, message)
    if is_new:
        insert(conversation)
    else:
        conversation.save()
    message.conversation = conversation
    add_message(message, files=incoming.files)
    join(conversation, _people(incoming, is_ours))
    where = {"conversation": conversation.pk, "inbox": conversation.inbox_id, "channel": incoming.channel}
    written = (ReplyWritten if is_ours else MessageReceived)(**where, message=message.pk)
    events = [ConversationOpened(**where), written] if is_new else [written]
    backfill([(event, conversation.customer_id, at) for event in events], by=IMPORT)
    return message


def _begun(incoming: Incoming, inbox: Inbox, at: datetime) -> Conversation:
    return Conversation(
        inbox=inbox,
        customer=incoming.customer,
        subject=incoming.subject[:500],
        channel=incoming.channel,
        status=Conversation.Status.RESOLVED,
        created_at=at,
        last_activity_at=at,
        resolved_at=at,
    )


def _message(
    incoming: Incoming, conversation: Conversation, at: datetime, is_ours: bool, agent: Agent | None
) -> Message:
    return Message(
        position=next_position(conversation),
        kind=Message.Kind.OUT if is_ours else Message.Kind.IN,
        state=Message.State.SENT if is_ours else Message.State.RECEIVED,
        channel=incoming.channel,
        customer=None if is_ours else incoming.customer,
        agent=agent,
        author_name=incoming.author_name[:200],
        author_address=incoming.author_address[:320],
        subject=incoming.subject[:500],
        text=incoming.text,
        visible_text=incoming.visible_text,
        html=incoming.html,
        recipients=incoming.recipients,
        is_automatic=incoming.is_automatic,
        at=at,
        created_at=at,
    )


def _file(conversation: Conversation, message: Message) -> None:
    is_ours = message.kind == Message.Kind.OUT
    if is_ours:
        conversation.replied_at = min(filter(None, (conversation.replied_at, message.at)))
    else:
        conversation.inbound_position = message.position
    if message.at >= conversation.last_activity_at:
        conversation.last_activity_at = message.at
        conversation.is_ours_last = is_ours
        conversation.snippet = snippet_of(message)
        conversation.channel = message.channel
        if not conversation.is_open:
            conversation.resolved_at = message.at


def _people(incoming: Incoming, is_ours: bool) -> list[Participant]:
    others = [
        Participant(address=person["address"], name=person.get("name", "")[:200])
        for way in ("to", "cc")
        for person in incoming.recipients.get(way, [])
        if not person.get("is_ours")
    ]
    if is_ours:
        return others
    return [
        Participant(address=incoming.author_address, name=incoming.author_name[:200], customer=incoming.customer),
        *others,
    ]
