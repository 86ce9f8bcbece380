from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from regulars.conversations.adding import locked
from regulars.conversations.events import FieldSet
from regulars.conversations.models import Conversation
from regulars.customers.actor import Actor, By
from regulars.customers.custom_fields import keep, named_field
from regulars.customers.field_kinds import said
from regulars.customers.models import CustomField
from regulars.customers.timeline import record
from regulars.lib.refusal import refusal


@transaction.atomic
def set_field(conversation: Conversation, *, field: CustomField | str, value: Any = None, by: By) -> None:
    """Keep something in a custom field of the conversation, read as its kind; None clears it. Harmless twice.

    `field` may be named by its key. Raises ValidationError("field", "fields.<key>").
    """
    key = field.key if isinstance(field, CustomField) else field
    field = named_field("conversation", key)
    if field is None or field.retired_at is not None:
        raise refusal("field", _("Conversations have no field “%s”.") % key, "unknown")
    conversation = locked(conversation)
    before = conversation.values
    conversation.values = keep("conversation", before, {key: value}, place="fields")
    if conversation.values == before:
        return
    conversation.save(update_fields=["values"])
    was, now = (said(field, values.get(key))[:200] for values in (before, conversation.values))
    where = {"conversation": conversation.pk, "inbox": conversation.inbox_id}
    event = FieldSet(**where, field=key, name=field.label, value=now, before=was)
    record(event, customer=conversation.customer_id, by=Actor.of(by))
