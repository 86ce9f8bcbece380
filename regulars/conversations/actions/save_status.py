from django.db import transaction
from django.utils.translation import gettext as _

from regulars.conversations.models import NamedStatus
from regulars.conversations.models.named_status import Category
from regulars.lib.refusal import refusal
from regulars.lib.texts import one_line, storable
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def save_status(
    status: NamedStatus | None, *, name: str, category: str, is_default: bool = False, by: Agent
) -> NamedStatus:
    """Make a status of the house's own (None), or change one. Its category is fixed from when it was made.

    With `is_default` it is what conversations get when they come into the category. Raises ValidationError("name", "category").
    """
    kept = status or NamedStatus(position=NamedStatus.objects.count() + 1)
    before = _facts(kept) if status else None
    name = one_line(storable(name), limit=49)
    if not 1 <= len(name) <= 48:
        raise refusal("name", _("A status has 1 to 48 characters."))
    if NamedStatus.objects.exclude(pk=kept.pk).filter(name__iexact=name, retired_at=None).exists():
        raise refusal("name", _("There is a status of this name already."))
    if category not in Category.values or (status and category != status.category):
        raise refusal("category", _("Choose open, pending or resolved. It stays what it is from then on."))
    if is_default:
        NamedStatus.objects.exclude(pk=kept.pk).filter(category=category).update(is_default=False)
    kept.name, kept.category, kept.is_default = name, category, is_default
    kept.save()
    if _facts(kept) != before:
        audit(
            "status.changed" if before else "status.added",
            by=by,
            on=f"status:{kept.pk}",
            before=before,
            after=_facts(kept),
        )
    return kept


def _facts(status: NamedStatus) -> dict[str, object]:
    return {"name": status.name, "category": status.category, "is_default": status.is_default}
