from django.db import transaction

from regulars.conversations.models import Conversation, Topic
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def remove_topic(topic: Topic, *, by: Agent | None) -> None:
    """Take a topic away. Conversations that had it have none; whose they are does not change. Harmless twice."""
    Conversation.objects.filter(topic=topic.pk).update(topic=None)
    if Topic.objects.filter(pk=topic.pk).delete()[0]:
        audit("topic.removed", by=by, on=f"topic:{topic.pk}", before={"name": topic.name})
