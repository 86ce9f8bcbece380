from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from regulars.lib.refusal import refusal
from regulars.lib.texts import one_line, storable
from regulars.surveys.models import Theme
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

FACTS = ("name", "state", "task", "owner_id", "due_on")


@transaction.atomic
def save_theme(
    theme: Theme,
    *,
    name: str,
    state: str,
    task: str = "",
    owner: Agent | None = None,
    due_on: date | None = None,
    by: Agent,
) -> Theme:
    """Name a theme, and say what is to be done about it, by whom and until when. Raises ValidationError("name", "state", "owner")."""
    theme = Theme.objects.select_for_update(of=("self",)).get(pk=theme.pk)
    before = _facts(theme)
    name = one_line(storable(name), limit=80)
    if not name:
        raise refusal("name", _("A name has 1 to 80 characters."))
    if state not in Theme.State.values:
        raise refusal("state", _("Choose one of: %s.") % ", ".join(Theme.State.values))
    if owner is not None and not owner.is_active:
        raise refusal("owner", _("%s does not work here any more.") % owner)
    theme.named_by = theme.named_by if name == theme.name else "somebody"
    theme.name, theme.state, theme.task = name, state, storable(task).strip()[:5000]
    theme.owner, theme.due_on = owner, due_on
    theme.save()
    if _facts(theme) != before:
        audit("theme.changed", by=by, on=f"theme:{theme.pk}", before=before, after=_facts(theme))
    return theme


def _facts(theme: Theme) -> dict[str, str]:
    return {name: str(getattr(theme, name) or "") for name in FACTS}
