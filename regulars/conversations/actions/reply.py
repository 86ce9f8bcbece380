from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.conversations.actions.assign import assign
from regulars.conversations.adding import add_message, join, locked, next_position, snippet_of
from regulars.conversations.events import ReplyWritten
from regulars.conversations.guarding import refuse_if_newer
from regulars.conversations.incoming import Recipients
from regulars.conversations.leaving import ring
from regulars.conversations.models import Attachment, Conversation, Delivery, Draft, Message, Participant
from regulars.conversations.recipients import answered_by, channel_of, checked
from regulars.conversations.suppressed import refuse_suppressed
from regulars.conversations.writing import claimed, written
from regulars.customers.actor import Actor, By, agent_of
from regulars.customers.timeline import record
from regulars.lib.refusal import refusal


@transaction.atomic
def reply(
    conversation: Conversation,
    *,
    by: By,
    text: str = "",
    html: str = "",
    recipients: dict[str, Any] | None = None,
    attachments: Sequence[Attachment] = (),
    client_key: str | None = None,
    undo_seconds: int = 0,
    if_last_position: int | None = None,
    offers: dict[str, Any] | None = None,
) -> Message:
    """Answer the customer: the message exists, as sending, before anybody outside is called.

    It leaves after `undo_seconds`, and can be taken back until then. What no agent wrote ends nobody's wait.
    `recipients` ("to", "cc", "bcc") stands in for reply-all to the newest letter. The same `client_key` twice is one message.
    `offers` are sources to look at and choices to press, where the channel shows any (`Message.offers`).
    With `if_last_position`, nothing is sent when a person wrote, or an agent answered, after the message at that position.
    Raises ValidationError naming the field: text, to, cc, bcc, attachments, if_last_position; also for an address that takes no letters.
    """
    conversation = locked(conversation)
    if client_key and (already := conversation.messages.filter(client_key=client_key).first()):
        return already
    refuse_if_newer(conversation, seen=if_last_position)
    text, html = written(text, html, needs_words=not attachments)
    people = checked(recipients) if recipients is not None else answered_by(conversation)
    if not any(people[way] for way in ("to", "cc", "bcc")):
        raise refusal("to", _("Name at least one recipient."), "missing")
    refuse_suppressed(people)
    message = _message(conversation, by, text, html, people, client_key)
    message.offers = offers or {}
    _answered(conversation, message) if agent_of(by) else conversation.save(update_fields=["last_position"])
    add_message(message, attachments=claimed(attachments, by=by))
    join(
        conversation,
        [Participant(address=person["address"], name=person["name"]) for way in ("to", "cc") for person in people[way]],
    )
    due_at = message.created_at + timedelta(seconds=undo_seconds)
    Delivery.objects.create(message=message, channel=message.channel, due_at=due_at)
    Draft.objects.filter(agent=agent_of(by), conversation=conversation, kind=Message.Kind.OUT).delete()
    where = {"conversation": conversation.pk, "inbox": conversation.inbox_id}
    event = ReplyWritten(**where, message=message.pk, channel=message.channel)
    record(event, customer=conversation.customer_id, by=Actor.of(by))
    if (agent := agent_of(by)) and conversation.assignee_id is None and conversation.team_id is None:
        assign(conversation, agent=agent, by=agent)
    ring(message.channel)
    return message


def _message(conversation: Conversation, by: By, text: str, html: str, people: Recipients, key: str | None) -> Message:
    now = timezone.now()
    return Message(
        conversation=conversation,
        position=next_position(conversation),
        kind=Message.Kind.OUT,
        state=Message.State.SENDING,
        channel=channel_of(people),
        agent=agent_of(by),
        author_name=by.name if agent_of(by) else str(conversation.inbox.brand),
        is_automatic=agent_of(by) is None,
        subject=conversation.subject,
        text=text,
        visible_text=text,
        html=html,
        recipients=people,
        client_key=key or None,
        at=now,
        created_at=now,
    )


def _answered(conversation: Conversation, message: Message) -> None:
    conversation.last_activity_at = message.at
    conversation.snippet = snippet_of(message)
    conversation.is_ours_last = True
    conversation.waiting_since = conversation.undelivered_at = conversation.assistant_until = None
    conversation.replied_at = conversation.replied_at or message.at
    conversation.save()
