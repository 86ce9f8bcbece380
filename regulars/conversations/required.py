"""What must be known of a conversation before somebody holds it to be settled."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from regulars.conversations.models import Conversation
from regulars.customers.custom_fields import missing


def demand_fields(conversation: Conversation) -> None:
    """Refuse when a required field says nothing. Raises ValidationError("fields.<key>"), for each of them."""
    if conversation.side_of_id:  # the matter itself is settled elsewhere
        return
    said = {
        f"fields.{field.key}": ValidationError(_("Fill in “%s” first.") % field.label, code="missing")
        for field in missing("conversation", conversation.values)
    }
    if said:
        raise ValidationError(said)
