from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from regulars.channels.chat.events import ChatCommented, ChatRated
from regulars.channels.chat.lines import conversation_of, locked
from regulars.channels.chat.models import Rating, Visitor
from regulars.conversations.actions.note import note
from regulars.customers.actor import Actor
from regulars.customers.timeline import record
from regulars.lib.refusal import refusal
from regulars.lib.texts import storable

LONGEST = 2000  # characters of a comment


@transaction.atomic
def rate(visitor: Visitor, *, is_good: bool, comment: str = "") -> Rating:
    """A visitor says whether the chat was good, when it is over; the team reads their words as a note. They may think better of it.

    Raises ValidationError("rating").
    """
    visitor = locked(visitor.pk)
    conversation = conversation_of(visitor)
    if conversation is None or not conversation.is_resolved:
        raise refusal("rating", _("A chat can be rated when it is over."))
    rating = Rating.objects.filter(visitor=visitor, conversation=conversation).first()
    before = rating and (rating.is_good, rating.comment)
    rating = rating or Rating(visitor=visitor, conversation=conversation)
    rating.is_good, rating.comment = is_good, storable(comment)[:LONGEST].strip() or rating.comment
    rating.save()
    if before is None or before[0] != is_good:
        event = ChatRated(conversation=conversation.pk, inbox=conversation.inbox_id, is_good=is_good)
        record(event, customer=conversation.customer_id, by=Actor.customer(visitor.customer))
    if rating.comment and (before is None or before[1] != rating.comment):
        by = Actor("customer", visitor.customer_id, str(visitor.customer))
        note(conversation, text=_("About this chat: %s") % rating.comment, by=by)
        said = ChatCommented(conversation=conversation.pk, inbox=conversation.inbox_id)
        record(said, customer=conversation.customer_id, by=Actor.customer(visitor.customer))
    return rating
