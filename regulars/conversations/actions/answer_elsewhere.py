from django.db import transaction
from django.utils import timezone

from regulars.conversations.adding import add_message, join, locked, next_position, snippet_of
from regulars.conversations.events import ReplyWritten
from regulars.conversations.incoming import Incoming
from regulars.conversations.models import Conversation, Message, Participant
from regulars.customers.actor import SYSTEM, Actor
from regulars.customers.timeline import record
from regulars.team.models import Agent


@transaction.atomic
def answer_elsewhere(letter: Incoming, *, conversation: Conversation, agent: Agent | None) -> Message:
    """File an answer that the team sent by other means: it is here as sent, and does not leave again.

    It ends the wait for what it can have answered: letters that came before it was written.
    """
    conversation = locked(conversation)
    now = timezone.now()
    at = letter.at or now
    message = Message(
        conversation=conversation,
        position=next_position(conversation),
        kind=Message.Kind.OUT,
        state=Message.State.SENT,
        channel=letter.channel,
        agent=agent,
        author_name=letter.author_name[:200],
        author_address=letter.author_address[:320],
        subject=letter.subject[:500],
        text=letter.text,
        visible_text=letter.visible_text,
        html=letter.html,
        recipients=letter.recipients,
        at=at,
        created_at=now,
    )
    if conversation.waiting_since is None or at >= conversation.waiting_since:
        conversation.waiting_since, conversation.is_ours_last, conversation.snippet = None, True, snippet_of(message)
    conversation.last_activity_at = now
    conversation.replied_at = min(filter(None, (conversation.replied_at, at)))
    conversation.save()
    add_message(message, files=letter.files)
    people = [each for way in ("to", "cc") for each in letter.recipients.get(way, []) if not each.get("is_ours")]
    join(conversation, [Participant(address=each["address"], name=each.get("name", "")[:200]) for each in people])
    where = {"conversation": conversation.pk, "inbox": conversation.inbox_id}
    event = ReplyWritten(**where, message=message.pk, channel=message.channel)
    record(event, customer=conversation.customer_id, by=Actor.of(agent) if agent else SYSTEM)
    return message
