from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.conversations.adding import locked
from regulars.conversations.events import ConversationSplit
from regulars.conversations.merging import alone, keep_unread, unread_of
from regulars.conversations.models import Conversation, Message, Split
from regulars.conversations.models.named_status import Category
from regulars.conversations.recounting import count_ties, put_in_turn, tell_anew
from regulars.conversations.splitting import chosen, move, whose
from regulars.conversations.statuses import usual
from regulars.conversations.taking_part import forget_unnamed, name_all
from regulars.customers.actor import Actor, By, agent_of
from regulars.customers.models import Customer
from regulars.customers.timeline import record
from regulars.lib.refusal import refusal
from regulars.lib.texts import one_line, storable


@transaction.atomic
def split(
    conversation: Conversation, *, messages: Iterable[int], subject: str = "", customer: Customer | None = None, by: By
) -> Conversation:
    """Let some messages (by their ids) go on in a new conversation, which is returned: with their files, and what answers them.

    It is open, with whoever wrote them all, or with `customer`, who wrote one of them. `unsplit` undoes it.
    Raises ValidationError("messages", "customer").
    """
    alone()
    source = locked(conversation)
    if source.side_of_id:
        raise refusal("messages", _("Where somebody else is asked, everything stays together."))
    several = chosen(source, messages)
    theirs = whose(several, customer=customer, usual=source.customer)
    new = _begun(source, several, theirs, subject)
    unread = unread_of(source)
    Split.objects.create(
        conversation=new, source=source, origins={each.pk: each.origin_id for each in several}, by=agent_of(by)
    )
    move([each.pk for each in several], to=new.pk)
    for part in (source, new):
        put_in_turn(part)
        tell_anew(part)
        keep_unread(part, unread)
        count_ties(part)
    name_all(new)
    forget_unnamed(source)
    for about in (source, new):
        event = ConversationSplit(
            conversation=about.pk, inbox=about.inbox_id, source=source.pk, into=new.pk, count=len(several)
        )
        record(event, customer=about.customer_id, by=Actor.of(by))
    return new


def _begun(source: Conversation, messages: list[Message], customer: Customer, subject: str) -> Conversation:
    subject = one_line(storable(subject), limit=500) or next(
        (each.subject for each in messages if each.subject), source.subject
    )
    shared = {
        "named_status": usual(Category.OPEN),
        "inbox": source.inbox,
        "channel": source.channel,
        "priority": source.priority,
        "tags": source.tags,
    }
    whose = {"assignee_id": source.assignee_id, "team_id": source.team_id, "topic_id": source.topic_id}
    return Conversation.objects.create(customer=customer, subject=subject, **shared, **whose, created_at=timezone.now())
