from django.db import transaction
from django.utils.translation import gettext as _

from regulars.conversations.adding import locked
from regulars.conversations.continuing import family_of, survivors
from regulars.conversations.events import ConversationMerged
from regulars.conversations.merging import GAINED, alone, keep_unread, move_drafts, move_messages, unread_of
from regulars.conversations.models import Conversation, Merge, Suggestion
from regulars.conversations.models.named_status import Category
from regulars.conversations.recounting import count_ties, put_in_turn, tell_anew
from regulars.conversations.statuses import come_to
from regulars.conversations.taking_part import name_all
from regulars.customers.actor import Actor, By, agent_of
from regulars.customers.timeline import record
from regulars.lib.again import again_after_a_deadlock
from regulars.lib.refusal import refusal


@again_after_a_deadlock
@transaction.atomic
def merge(conversation: Conversation, *, into: Conversation, by: By) -> Conversation:
    """Let a conversation go on in another one, which is returned: its messages by time, its people, its tags.

    Its number and whatever answers it lead there from now on. Harmless twice. Raises ValidationError("into").
    """
    alone()
    goes_on = survivors([conversation.pk, into.pk])
    if conversation.pk == into.pk:
        raise refusal("into", _("That is this conversation."))
    if goes_on[conversation.pk] != conversation.pk:
        if goes_on[conversation.pk] == goes_on[into.pk]:
            return locked(into)
        raise refusal("into", _("It was merged into #%s already.") % goes_on[conversation.pk])
    if goes_on[into.pk] == conversation.pk:
        raise refusal("into", _("#%s was merged into this one. Take it out first.") % into.pk)
    held = {pk: locked(Conversation(pk=pk)) for pk in sorted([conversation.pk, goes_on[into.pk]])}  # lowest first
    source, into = held[conversation.pk], held[goes_on[into.pk]]
    if source.side_of_id or into.side_of_id:
        raise refusal("into", _("Where somebody else is asked stays apart from what customers write."))
    _move(source, into)
    _join(source, into, by)
    for about in (into, source):
        where = {"conversation": about.pk, "inbox": about.inbox_id}
        event = ConversationMerged(**where, merged=source.pk, into=into.pk)
        record(event, customer=about.customer_id, by=Actor.of(by))
    return into


def _move(source: Conversation, into: Conversation) -> None:
    unread = unread_of(source, into)
    move_messages(source, to=into, of=family_of(source))
    move_drafts(source, to=into)
    put_in_turn(into)
    keep_unread(into, unread)
    name_all(into)
    Suggestion.objects.filter(conversation=source).delete()


def _join(source: Conversation, into: Conversation, by: By) -> None:
    added, before = sorted(set(source.tags) - set(into.tags)), {name: getattr(into, name) for name in GAINED}
    into.tags = sorted([*into.tags, *added])
    into.priority = max(into.priority, source.priority)
    into.undelivered_at = into.undelivered_at or source.undelivered_at
    if into.assignee_id is None and into.team_id is None:
        into.assignee_id, into.team_id = source.assignee_id, source.team_id
    gained = {name: [was, now] for name, was in before.items() if (now := getattr(into, name)) != was}
    Merge.objects.create(conversation=source, into=into, added_tags=added, gained=gained, by=agent_of(by))
    if source.is_open and not into.is_open:
        come_to(into, Category.OPEN)
    elif source.is_pending and into.is_resolved:
        come_to(into, Category.PENDING, until=source.snoozed_until)
    tell_anew(into)
    source.merged_into, source.waiting_since, source.undelivered_at = into, None, None
    source.save(update_fields=["merged_into", "waiting_since", "undelivered_at"])
    count_ties(into)
