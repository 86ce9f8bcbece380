from django.db import transaction
from django.utils import timezone

from regulars.notifications.actions.notify import tell_desk
from regulars.notifications.models import Notification
from regulars.team.models import Agent


@transaction.atomic
def see(agent: Agent, *, conversation: int | None = None, notification: int | None = None) -> int:
    """The agent has seen what they were told: of one conversation, one thing, or everything. Nothing of it rings or is mailed any more."""
    unseen = Notification.objects.filter(agent=agent, seen_at=None)
    if conversation is not None:
        unseen = unseen.filter(conversation=conversation)
    if notification is not None:
        unseen = unseen.filter(pk=notification)
    count = unseen.update(seen_at=timezone.now(), push_at=None, mail_at=None)
    if count:
        tell_desk(agent)
    return count
