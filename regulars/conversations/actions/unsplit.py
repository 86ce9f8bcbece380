from django.db import transaction
from django.utils.translation import gettext as _

from regulars.conversations.adding import locked
from regulars.conversations.continuing import family_of
from regulars.conversations.events import ConversationUnsplit
from regulars.conversations.merging import alone, keep_unread, move_drafts, move_messages, unread_of
from regulars.conversations.models import Conversation, Merge, Split
from regulars.conversations.recounting import count_ties, put_in_turn, tell_anew
from regulars.conversations.splitting import homes, move
from regulars.conversations.taking_part import name_all
from regulars.customers.actor import Actor, By, agent_of
from regulars.customers.timeline import record
from regulars.lib.refusal import refusal


@transaction.atomic
def unsplit(conversation: Conversation, *, by: By) -> Conversation:
    """Put what was taken out of a conversation back into it; returns that. What was said since goes along, as by a merge.

    Its number leads there from then on. Harmless for what was not split off. Raises ValidationError("conversation") for one
    that became part of another one since: it has to be taken out of that first.
    """
    alone()
    new = Conversation.objects.select_for_update(of=("self",)).get(pk=conversation.pk)
    kept = Split.objects.filter(conversation=new).select_related("source").first()
    if kept is None:
        return locked(new)
    source = locked(kept.source)
    if new.merged_into_id is not None or source.pk == new.pk:
        raise refusal("conversation", _("#%s became part of another conversation. Take it out of that first.") % new.pk)
    touched = _put_back(kept, new, source, by)
    new.merged_into, new.waiting_since, new.undelivered_at = source, None, None
    kept.delete()
    new.save(update_fields=["merged_into", "waiting_since", "undelivered_at", "last_position"])
    for part in touched:
        count_ties(part)
    for about in (source, new):
        event = ConversationUnsplit(conversation=about.pk, inbox=about.inbox_id, source=source.pk, into=new.pk)
        record(event, customer=about.customer_id, by=Actor.of(by))
    return source


def _put_back(kept: Split, new: Conversation, source: Conversation, by: By) -> list[Conversation]:
    """The messages, each where it was said; then the rest. Returns the conversations that have gained some."""
    home_of = homes(kept, source=source)
    gaining = [
        source,
        *(locked(Conversation(pk=pk)) for pk in sorted({home for home, _origin in home_of.values()} - {source.pk})),
    ]
    unread = unread_of(*gaining, new)
    here = set(new.messages.values_list("pk", flat=True))
    for home in set(home_of.values()):
        move([pk for pk, where in home_of.items() if where == home and pk in here], to=home[0], origin=home[1])
    new.last_position = new.messages.count()
    if new.last_position:
        Merge.objects.create(conversation=new, into=source, by=agent_of(by))
        move_messages(new, to=source, of=family_of(new))
    move_drafts(new, to=source)
    for part in gaining:
        put_in_turn(part)
        tell_anew(part)
        keep_unread(part, unread)
        name_all(part)
    return gaining
