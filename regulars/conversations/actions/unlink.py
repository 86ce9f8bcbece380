from django.db import transaction

from regulars.conversations.adding import locked
from regulars.conversations.events import ConversationUnlinked
from regulars.conversations.linking import link_between
from regulars.conversations.models import Conversation
from regulars.conversations.recounting import count_ties
from regulars.customers.actor import Actor, By
from regulars.customers.timeline import record


@transaction.atomic
def unlink(conversation: Conversation, *, other: Conversation, by: By) -> None:
    """Say that two conversations have nothing to do with each other. Harmless when they are not linked."""
    found = link_between(conversation.pk, other.pk)
    if found is None:
        return
    both = [locked(Conversation(pk=pk)) for pk in sorted((found.first_id, found.second_id))]
    found.delete()
    for about, beside in zip(both, reversed(both), strict=True):
        count_ties(about)
        event = ConversationUnlinked(conversation=about.pk, inbox=about.inbox_id, other=beside.pk)
        record(event, customer=about.customer_id, by=Actor.of(by))
