from django.db import transaction
from django.utils.translation import gettext as _

from regulars.conversations.adding import locked
from regulars.conversations.events import ConversationFollowed, ConversationOpened
from regulars.conversations.models import Conversation
from regulars.conversations.models.named_status import Category
from regulars.conversations.statuses import usual
from regulars.customers.actor import Actor, By, agent_of
from regulars.customers.timeline import record
from regulars.lib.refusal import refusal
from regulars.lib.texts import one_line, storable


@transaction.atomic
def follow_up(conversation: Conversation, *, subject: str = "", by: By) -> Conversation:
    """Take up a settled matter again in a new conversation that follows it, which is returned; the old one stays settled.

    It is with the same customer, about the same, and belongs to whoever begins it. Raises ValidationError("conversation") for
    one that is not settled.
    """
    old = locked(conversation)
    if not old.is_resolved:
        raise refusal("conversation", _("#%s is not settled yet: go on there.") % old.pk)
    shared = {
        "inbox_id": old.inbox_id,
        "customer_id": old.customer_id,
        "channel": old.channel,
        "side_of_id": old.side_of_id,
    }
    subject = one_line(storable(subject), limit=500) or old.subject
    agent = agent_of(by)
    whose = {"assignee": agent, "team_id": old.team_id, "topic_id": old.topic_id, "tags": old.tags}
    new = Conversation.objects.create(
        follows=old, named_status=usual(Category.OPEN), subject=subject, **shared, **whose
    )
    opened = ConversationOpened(conversation=new.pk, inbox=new.inbox_id, channel=new.channel)
    record(opened, customer=new.customer_id, by=Actor.of(by))
    event = ConversationFollowed(conversation=old.pk, inbox=old.inbox_id, follower=new.pk)
    record(event, customer=old.customer_id, by=Actor.of(by))
    return new
