from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from regulars.conversations.checklists import items_written
from regulars.conversations.models import Checklist
from regulars.lib.refusal import refusal
from regulars.lib.texts import one_line, storable
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def save_checklist(checklist: Checklist | None, *, name: str, items: Iterable[str], by: Agent) -> Checklist:
    """Make a list of things to do (None), or change one. Conversations that have its things keep them as they are.

    Raises ValidationError("name", "items").
    """
    kept = checklist or Checklist()
    before = {"name": kept.name, "items": kept.items} if checklist else None
    name, things = one_line(storable(name), limit=65), items_written(items)
    if not 1 <= len(name) <= 64:
        raise refusal("name", _("A checklist's name has 1 to 64 characters."))
    if Checklist.objects.exclude(pk=kept.pk).filter(name__iexact=name).exists():
        raise refusal("name", _("There is a checklist of this name already."))
    kept.name, kept.items = name, things
    kept.save()
    after = {"name": name, "items": things}
    if after != before:
        audit(
            "checklist.changed" if before else "checklist.added",
            by=by,
            on=f"checklist:{kept.pk}",
            before=before,
            after=after,
        )
    return kept
