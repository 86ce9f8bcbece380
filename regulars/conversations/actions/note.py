from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from regulars.conversations.adding import add_message, locked, next_position
from regulars.conversations.events import NoteAdded
from regulars.conversations.mentions import mentioned
from regulars.conversations.models import Attachment, Conversation, Draft, Message
from regulars.conversations.writing import claimed, written
from regulars.customers.actor import Actor, By, agent_of
from regulars.customers.timeline import record


@transaction.atomic
def note(
    conversation: Conversation,
    *,
    by: By,
    text: str = "",
    html: str = "",
    attachments: Sequence[Attachment] = (),
    client_key: str | None = None,
) -> Message:
    """Leave a note in the conversation that only the team sees. It has no recipients and no delivery: it cannot leave.

    Whom `<mark data-mention="agent:3">` and `team:1` name in its HTML, the event says.
    """
    conversation = locked(conversation)
    if client_key and (already := conversation.messages.filter(client_key=client_key).first()):
        return already
    text, html = written(text, html, needs_words=not attachments)
    now = timezone.now()
    message = Message(
        conversation=conversation,
        position=next_position(conversation),
        kind=Message.Kind.NOTE,
        state=Message.State.RECEIVED,
        channel="note",
        agent=agent_of(by),
        author_name=by.name,
        text=text,
        visible_text=text,
        html=html,
        client_key=client_key or None,
        at=now,
        created_at=now,
    )
    conversation.save(update_fields=["last_position"])
    add_message(message, attachments=claimed(attachments, by=by))
    Draft.objects.filter(agent=agent_of(by), conversation=conversation, kind=Message.Kind.NOTE).delete()
    where = {"conversation": conversation.pk, "inbox": conversation.inbox_id}
    named = mentioned(html)
    event = NoteAdded(**where, message=message.pk, mentions=named.agents, teams=named.teams)
    record(event, customer=conversation.customer_id, by=Actor.of(by))
    return message
