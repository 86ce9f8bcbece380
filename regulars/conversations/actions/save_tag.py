from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.conversations.actions.change_tags import change
from regulars.conversations.models import Tag
from regulars.conversations.tagging import tag_name
from regulars.lib.refusal import refusal
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def save_tag(tag: Tag | None, *, name: str, colour: str = "", is_retired: bool = False, by: Agent) -> Tag:
    """Make a tag (None), or give one another name, a colour, or an end: nobody puts a retired tag on, and where it is, it stays.

    Conversations get the new name a few at a time; whoever says the old one gets the new one from now on.
    Raises ValidationError("tag", "colour"); for a name that another tag has: `merge_tags` makes one of two.
    """
    name = tag_name(name)
    if colour not in Tag.Colour.values:
        raise refusal("colour", _("Choose one of the colours."))
    there = Tag.objects.filter(name=name).exclude(pk=tag.pk if tag else None).first()
    if there and (tag is None or there.becomes_id != tag.pk):
        raise refusal("tag", _("There is a tag “%s” already. Two tags can be merged.") % name, "taken")
    kept, before = tag or Tag(name=name), _facts(tag) if tag else None
    if tag and name != tag.name:
        rename(tag, name)
    kept.name, kept.colour = name, colour
    kept.retired_at = (kept.retired_at or timezone.now()) if is_retired else None
    kept.save()
    if _facts(kept) != before:
        audit("tag.changed" if before else "tag.added", by=by, on=f"tag:{kept.pk}", before=before, after=_facts(kept))
    return kept


def rename(tag: Tag, name: str) -> None:
    """The old word is a name of the new one; whatever says it follows."""
    Tag.objects.filter(name=name, becomes=tag).delete()  # back to what it was called once
    old = tag.name
    Tag.objects.filter(pk=tag.pk).update(name=name)
    Tag.objects.create(name=old, becomes=tag)
    change(old, new=name)


def _facts(tag: Tag) -> dict[str, object]:
    return {"name": tag.name, "colour": tag.colour, "is_retired": tag.retired_at is not None}
