from django.db import transaction
from django.utils import timezone

from regulars.conversations.actions.change_tags import change
from regulars.conversations.models import Tag
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def remove_tag(tag: Tag, *, by: Agent) -> None:
    """Take a tag off every conversation, a few at a time, and forget it then. Until then nobody puts it on."""
    tag.retired_at = timezone.now()
    tag.save(update_fields=["retired_at"])
    change(tag.name, new="")
    audit("tag.removed", by=by, on=f"tag:{tag.pk}", before={"name": tag.name})
