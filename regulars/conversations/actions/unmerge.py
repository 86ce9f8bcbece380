from django.db import transaction

from regulars.conversations.adding import locked
from regulars.conversations.continuing import family_of
from regulars.conversations.events import ConversationUnmerged
from regulars.conversations.merging import alone, keep_unread, move_messages, unread_of
from regulars.conversations.models import Conversation, Merge
from regulars.conversations.models.named_status import Category
from regulars.conversations.recounting import count_ties, put_in_turn, tell_anew
from regulars.conversations.statuses import come_to
from regulars.conversations.taking_part import forget_unnamed, name_all
from regulars.customers.actor import Actor, By
from regulars.customers.timeline import record


@transaction.atomic
def unmerge(conversation: Conversation, *, by: By) -> None:
    """Take a conversation out of the one it was merged into, with all that was said in it and what answered it since.

    Harmless for one that was not merged.
    """
    alone()
    source = Conversation.objects.select_for_update(of=("self",)).get(pk=conversation.pk)
    if source.merged_into_id is None:
        return
    survivor = locked(source)
    link = Merge.objects.filter(conversation=source).first()
    unread = unread_of(survivor)
    _untag(link)
    survivor.refresh_from_db()
    _give_back(link, survivor)
    move_messages(survivor, to=source, of=family_of(source))
    source.merged_into = None
    for part in (source, survivor):
        put_in_turn(part)
        tell_anew(part)
        keep_unread(part, unread)
        count_ties(part)
    _reopen_if_waiting(source)
    forget_unnamed(survivor)
    name_all(source)
    Merge.objects.filter(conversation=source).delete()
    for about in (survivor, source):
        where = {"conversation": about.pk, "inbox": about.inbox_id}
        event = ConversationUnmerged(**where, merged=source.pk, into=survivor.pk)
        record(event, customer=about.customer_id, by=Actor.of(by))


def _untag(link: Merge | None) -> None:
    """The tags that came with it go with it, all the way up."""
    gone = set(link.added_tags) if link else set()
    while link is not None and gone:
        into = Conversation.objects.get(pk=link.into_id)
        into.tags = [tag for tag in into.tags if tag not in gone]
        into.save(update_fields=["tags"])
        link = Merge.objects.filter(conversation=into).first()
        if link is not None:
            gone &= set(link.added_tags)
            link.added_tags = [tag for tag in link.added_tags if tag not in gone]
            link.save(update_fields=["added_tags"])


def _give_back(link: Merge | None, survivor: Conversation) -> None:
    """How urgent it became and whose, unless somebody has changed it since. Saved with the rest."""
    if link is None or link.into_id != survivor.pk:  # what goes on elsewhere by now keeps it
        return
    kept = {name: was for name, (was, became) in link.gained.items() if getattr(survivor, name) == became}
    if "priority" in kept:  # as urgent as what is still part of it
        others = survivor.merged.exclude(pk=link.conversation_id).values_list("priority", flat=True)
        kept["priority"] = max([kept["priority"], *others])
    for name, was in kept.items():
        setattr(survivor, name, was)


def _reopen_if_waiting(conversation: Conversation) -> None:
    """Settled before it was merged, and written to since."""
    newest = conversation.messages.filter(position=conversation.inbound_position, is_automatic=False).first()
    if (
        conversation.is_resolved
        and newest
        and conversation.resolved_at
        and newest.created_at > conversation.resolved_at
    ):
        come_to(conversation, Category.OPEN)
        tell_anew(conversation)
