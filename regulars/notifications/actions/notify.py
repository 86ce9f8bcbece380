from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from regulars.conversations.events import ConversationEvent, MessageReceived
from regulars.conversations.models import Conversation
from regulars.customers.models import Customer, TimelineEvent
from regulars.customers.timeline import cause, follows_if
from regulars.live.notify import tell
from regulars.notifications.audience import audience
from regulars.notifications.models import Notification, Wishes
from regulars.notifications.reasons import Reason, Way
from regulars.team.models import Agent

CALM = timedelta(seconds=20)  # whoever sits at the desk sees it there before it rings elsewhere


def concerns_somebody(event: ConversationEvent) -> bool:
    """What a customer writes concerns whoever the conversation belongs to; most letters are nobody's yet."""
    return not isinstance(event, MessageReceived) or (event.assignee is not None and not event.is_automatic)


@follows_if(concerns_somebody)
@transaction.atomic
def notify(event: ConversationEvent, *, customer: Customer) -> None:
    """Tell those whom it concerns, by the ways that each has chosen. What they have not looked at yet is counted, not told anew."""
    conversation = Conversation.objects.filter(pk=event.conversation).first()
    if conversation is None:
        return
    happened = TimelineEvent.objects.filter(pk=cause()).first()
    by = happened.by if happened else ""
    people = audience(event, conversation, by=by)
    known = Wishes.objects.in_bulk([agent.pk for agent in people])
    for agent, reason in people.items():
        wishes = known.get(agent.pk) or Wishes(agent=agent)
        wishes.agent = agent
        _note_down(conversation, wishes, reason, by=by, now=timezone.now())


def _note_down(conversation: Conversation, wishes: Wishes, reason: Reason, *, by: str, now: datetime) -> None:
    ways = wishes.ways_for(reason)
    if not ways:
        return
    again = Notification.objects.filter(agent=wishes.agent, conversation=conversation, reason=reason, seen_at=None)
    if not again.update(count=F("count") + 1, at=now, by=by):
        Notification.objects.create(
            agent=wishes.agent,
            conversation=conversation,
            reason=reason,
            by=by,
            at=now,
            is_in_desk=Way.DESK in ways,
            push_at=wishes.waits_until(now + CALM) if Way.PUSH in ways else None,
            mail_at=_mail_at(wishes, now) if Way.MAIL in ways else None,
        )
        wake()
    tell_desk(wishes.agent)


def _mail_at(wishes: Wishes, now: datetime) -> datetime:
    """Never two mails within the time that the agent has chosen."""
    rest = timedelta(minutes=wishes.mail_after)
    return wishes.waits_until(max(now, wishes.mailed_at or now) + rest)


def tell_desk(agent: Agent) -> None:
    """The bell on the open pages of this agent looks anew."""
    tell({"kind": "notifications", "topics": [f"bell:{agent.pk}"]})


def wake() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('notifications', '')")
