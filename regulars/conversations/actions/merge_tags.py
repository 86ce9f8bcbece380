from django.db import transaction
from django.utils.translation import gettext as _

from regulars.conversations.actions.change_tags import change
from regulars.conversations.models import Tag
from regulars.lib.refusal import refusal
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def merge_tags(tag: Tag, *, into: Tag, by: Agent) -> None:
    """Make one of two tags: conversations get the other one a few at a time, and so does whoever says the old word.

    Raises ValidationError("into").
    """
    if tag.pk == into.pk or tag.becomes_id or into.becomes_id:
        raise refusal("into", _("Choose another tag."))
    Tag.objects.filter(becomes=tag).update(becomes=into)
    tag.becomes = into
    tag.save(update_fields=["becomes"])
    change(tag.name, new=into.name)
    audit("tag.merged", by=by, on=f"tag:{into.pk}", before={"tag": tag.name}, after={"tag": into.name})
