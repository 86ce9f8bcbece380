from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet, Subquery
from django.utils import timezone

from regulars.conversations.adding import add_message, join, next_position, snippet_of
from regulars.conversations.asides import tell_parent
from regulars.conversations.continuing import Place, place_of
from regulars.conversations.events import (
    ConversationOpened,
    ConversationReopened,
    ConversationWoken,
    MessageReceived,
    ReportReceived,
)
from regulars.conversations.incoming import Incoming
from regulars.conversations.models import Conversation, Inbox, Message, Participant
from regulars.conversations.models.named_status import Category
from regulars.conversations.statuses import come_to, usuals
from regulars.customers.actor import SYSTEM, Actor
from regulars.customers.events import Event
from regulars.customers.timeline import record_all
from regulars.lib.inserting import insert
from regulars.lib.question import Question

ASSISTANT_HAS = timedelta(minutes=1)  # to make an answer, before people are asked after all


def ready(inboxes: QuerySet[Inbox]) -> QuerySet[Inbox]:
    """With all that is asked of them by each message."""
    return inboxes.only("team", "assisted").annotate(begins_as=Subquery(usuals(Category.OPEN).values("pk")))


_inbox = Question(lambda number: ready(Inbox.objects.filter(pk=number)), number=int)


def ready_to_receive(number: int) -> Inbox:
    """The inbox as `ready` makes it, for whoever has several messages for it."""
    return _inbox.first(number=number)


@transaction.atomic(savepoint=False)
def receive(incoming: Incoming, *, inbox: Inbox, conversation: Conversation | None = None) -> Message:
    """Put a message from outside into its conversation, or into a new one: saved, unread, waiting for us, told to everybody.

    What was settled longer ago than its inbox reopens is followed by a new conversation.
    A message from a person reopens what was resolved, wakes what was put away, and starts the wait; an automatic one does neither. What a mail server
    reports is nobody's message: it belongs into a conversation that there is, and its sender takes no part in that.
    """
    now = timezone.now()
    place = place_of(conversation, is_automatic=incoming.is_automatic) if conversation else Place(None)
    is_new = place.conversation is None
    conversation = place.conversation or _begun(incoming, inbox, place.follows)
    was = conversation.status
    if not is_new and (conversation.is_resolved or conversation.is_with_assistant):
        _ask_assistant(conversation, incoming, ready_to_receive(conversation.inbox_id))
    message = _message(incoming, conversation, now)
    _take_in(conversation, message, now)
    if is_new:
        insert(conversation)
    else:
        conversation.save()
    message.conversation, message.origin_id = conversation, place.origin_id
    message.is_stranger = bool(incoming.customer) and not is_new and not _takes_part(conversation, incoming)
    add_message(message, files=incoming.files)
    join(conversation, _people(incoming))
    record_all(
        _events(conversation, message, is_new, was),
        customer=conversation.customer_id,
        by=Actor.customer(incoming.customer) if incoming.customer else SYSTEM,
    )
    if conversation.side_of_id:
        tell_parent(message)
    return message


def _begun(incoming: Incoming, inbox: Inbox, follows: Conversation | None) -> Conversation:
    # Channels often have no more of it than its number.
    known = inbox if hasattr(inbox, "begins_as") else ready_to_receive(inbox.pk)
    facts = {"subject": incoming.subject[:500], "channel": incoming.channel, "follows": follows}
    facts |= {"team_id": known.team_id, "named_status_id": known.begins_as}
    if follows is not None:
        facts["side_of_id"] = follows.side_of_id
    begun = Conversation(inbox=inbox, customer=incoming.customer, **facts)
    _ask_assistant(begun, incoming, known)
    return begun


def _ask_assistant(conversation: Conversation, incoming: Incoming, inbox: Inbox) -> None:
    """Let the assistant try first, where the inbox wants that: before a rule, a queue or anybody hears of it."""
    is_somebodys = conversation.assignee_id or conversation.side_of_id
    if incoming.channel in inbox.assisted and incoming.customer and not incoming.is_automatic and not is_somebodys:
        conversation.assistant_until = timezone.now() + ASSISTANT_HAS


def _message(incoming: Incoming, conversation: Conversation, now: object) -> Message:
    return Message(
        position=next_position(conversation),
        kind=Message.Kind.IN,
        state=Message.State.RECEIVED,
        channel=incoming.channel,
        customer=incoming.customer,
        agent=incoming.agent,
        author_name=incoming.author_name[:200],
        author_address=incoming.author_address[:320],
        subject=incoming.subject[:500],
        text=incoming.text,
        visible_text=incoming.visible_text,
        html=incoming.html,
        recipients=incoming.recipients,
        is_automatic=incoming.is_automatic,
        trust=incoming.trust,
        trust_detail=incoming.trust_detail[:300],
        chosen=incoming.chosen[:32],
        away_until=incoming.away_until,
        at=incoming.at or now,
        created_at=now,
    )


def _take_in(conversation: Conversation, message: Message, now: object) -> None:
    conversation.last_activity_at = now
    conversation.inbound_position = message.position
    if message.customer is None:  # a report says something about what was said last, and is not said itself
        return
    conversation.channel = message.channel
    conversation.snippet = snippet_of(message)
    conversation.is_ours_last = False
    if not message.is_automatic:
        if not conversation.is_open:
            come_to(conversation, Category.OPEN)
        if conversation.side_of_id is None:  # whom we ask does not wait for us
            conversation.waiting_since = conversation.waiting_since or now


def _takes_part(conversation: Conversation, incoming: Incoming) -> bool:
    """Whoever has been disproved to be one of us is a stranger."""
    known = Participant.objects.filter(conversation=conversation, address=incoming.author_address)
    return incoming.trust != Message.Trust.FAIL and known.exists()


def _people(incoming: Incoming) -> list[Participant]:
    if incoming.customer is None:
        return []
    author = Participant(address=incoming.author_address, name=incoming.author_name[:200], customer=incoming.customer)
    others = [
        Participant(address=person["address"], name=person.get("name", "")[:200])
        for way in ("to", "cc")
        for person in incoming.recipients.get(way, [])
        if not person.get("is_ours")
    ]
    return [author, *others]


def _events(conversation: Conversation, message: Message, is_new: bool, was: str) -> list[Event]:
    where = {"conversation": conversation.pk, "inbox": conversation.inbox_id}
    if message.customer is None:
        return [ReportReceived(**where, message=message.pk, channel=message.channel)]
    said = {"message": message.pk, "channel": message.channel, "is_automatic": message.is_automatic}
    received = MessageReceived(**where, **said, assignee=conversation.assignee_id)
    if is_new:
        return [ConversationOpened(**where, channel=message.channel), received]
    if was == conversation.status:
        return [received]
    is_woken = was == Category.PENDING
    return [ConversationWoken(**where, because_of="reply") if is_woken else ConversationReopened(**where), received]
