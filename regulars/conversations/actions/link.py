from django.db import transaction
from django.utils.translation import gettext as _

from regulars.conversations.adding import locked
from regulars.conversations.continuing import survivors
from regulars.conversations.events import ConversationLinked
from regulars.conversations.linking import link_between, words_of
from regulars.conversations.models import Conversation, Link
from regulars.conversations.recounting import count_ties
from regulars.customers.actor import Actor, By, agent_of
from regulars.customers.timeline import record
from regulars.lib.refusal import refusal


@transaction.atomic
def link(conversation: Conversation, *, other: Conversation, kind: str = Link.Kind.RELATED, by: By) -> None:
    """Say that two conversations have to do with each other: related, a duplicate of the other, caused by the other.

    Harmless twice; another kind takes the place of the first. Raises ValidationError("other", "kind").
    """
    if kind not in Link.Kind.values:
        raise refusal("kind", _("Choose one of: %s") % ", ".join(Link.Kind.values))
    goes_on = survivors([conversation.pk, other.pk])
    if goes_on[conversation.pk] == goes_on[other.pk]:
        raise refusal("other", _("That is this conversation."))
    # Whoever links two holds them in one order, so that nobody waits in a circle.
    held = {pk: locked(Conversation(pk=pk)) for pk in sorted(goes_on.values())}
    first, second = held[goes_on[conversation.pk]], held[goes_on[other.pk]]
    before = link_between(first.pk, second.pk)
    if before is not None and before.kind == kind and (kind == Link.Kind.RELATED or before.first_id == first.pk):
        return
    if before is not None:
        before.delete()
    made = Link.objects.create(first=first, second=second, kind=kind, by=agent_of(by))
    for about, beside in ((first, second), (second, first)):
        count_ties(about)
        where = {"conversation": about.pk, "inbox": about.inbox_id}
        event = ConversationLinked(**where, other=beside.pk, link=kind, words=words_of(made, about.pk))
        record(event, customer=about.customer_id, by=Actor.of(by))
