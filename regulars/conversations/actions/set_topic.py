from django.db import transaction
from django.utils.translation import gettext as _

from regulars.conversations.actions.assign import assign
from regulars.conversations.adding import locked
from regulars.conversations.events import TopicSet
from regulars.conversations.models import Conversation, Topic
from regulars.customers.actor import Actor, By
from regulars.customers.timeline import record


@transaction.atomic
def set_topic(conversation: Conversation, *, topic: Topic | None, by: By) -> None:
    """Say what kind of support this is, or (None) that it is none. What is nobody's joins the queue of the topic's team."""
    conversation = locked(conversation)
    if conversation.topic_id == (topic and topic.pk):
        return
    before, conversation.topic = conversation.topic, topic
    conversation.save(update_fields=["topic"])
    where = {"conversation": conversation.pk, "inbox": conversation.inbox_id}
    event = TopicSet(**where, topic=topic and topic.pk, to=str(topic or _("none")), before=str(before or _("none")))
    record(event, customer=conversation.customer_id, by=Actor.of(by))
    if topic and topic.team and conversation.assignee_id is None:
        assign(conversation, agent=None, team=topic.team, by=by)
