from django.db import transaction
from django.utils.translation import gettext as _

from regulars.conversations.actions.reopen import reopen
from regulars.conversations.actions.resolve import resolve
from regulars.conversations.actions.snooze import snooze
from regulars.conversations.adding import locked
from regulars.conversations.events import StatusSet
from regulars.conversations.models import Conversation, NamedStatus
from regulars.conversations.models.named_status import Category
from regulars.conversations.statuses import in_words
from regulars.customers.actor import Actor, By
from regulars.customers.timeline import record
from regulars.lib.refusal import refusal

_WAYS = {Category.OPEN: reopen, Category.PENDING: snooze, Category.RESOLVED: resolve}


@transaction.atomic
def set_status(conversation: Conversation, *, status: NamedStatus, by: By) -> None:
    """Give the conversation a status of the house's own, and make it what its category says: open, pending, resolved.

    Pending lasts until the next reply, or as long as it was put away already. Raises ValidationError("status").
    """
    if status.retired_at is not None:
        raise refusal("status", _("“%s” is not used any more.") % status)
    conversation = locked(conversation)
    if conversation.named_status_id == status.pk:
        return
    before = in_words(conversation)
    if conversation.status != status.category:
        _WAYS[Category(status.category)](conversation, by=by)
    conversation.named_status = status
    conversation.save(update_fields=["named_status"])
    where = {"conversation": conversation.pk, "inbox": conversation.inbox_id}
    event = StatusSet(**where, status=status.pk, category=status.category, to=status.name, before=before)
    record(event, customer=conversation.customer_id, by=Actor.of(by))
