from django.db import transaction
from django.utils.translation import gettext as _

from regulars.conversations.adding import locked
from regulars.conversations.events import ConversationTagged
from regulars.conversations.models import Conversation
from regulars.customers.actor import Actor, By
from regulars.customers.timeline import record
from regulars.lib.refusal import refusal
from regulars.lib.texts import storable


@transaction.atomic
def tag(conversation: Conversation, *, tag: str, by: By) -> None:
    """Put a tag on: a short word or two, kept in lower case. Harmless twice. Raises ValidationError("tag")."""
    tag = tag_name(tag)
    conversation = locked(conversation)
    if tag in conversation.tags:
        return
    conversation.tags = sorted([*conversation.tags, tag])
    conversation.save(update_fields=["tags"])
    event = ConversationTagged(conversation=conversation.pk, inbox=conversation.inbox_id, tag=tag)
    record(event, customer=conversation.customer_id, by=Actor.of(by))


def tag_name(written: str) -> str:
    name = " ".join(storable(written).split()).strip(" ,#").lower()
    if not name or len(name) > 64 or "," in name:
        raise refusal("tag", _("A tag has 1 to 64 characters, and no comma."))
    return name
