from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.automation.models import Macro
from regulars.automation.steps import check_steps, with_todays_tags
from regulars.conversations.fields import CONVERSATION_FIELDS
from regulars.conversations.tagging import as_called_now
from regulars.lib.conditions import check
from regulars.lib.refusal import refusal
from regulars.lib.texts import one_line
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def save_macro(
    macro: Macro | None, *, name: str, steps: Any, conditions: Any = None, is_active: bool = True, by: Agent
) -> Macro:
    """Make a macro (None), or change one. Harmless when nothing differs.

    Raises ValidationError: "name", "conditions", "steps.2.priority".
    """
    facts = {
        "name": _name(name, macro),
        "conditions": conditions or {"all": []},
        "steps": steps,
        "is_active": is_active,
    }
    check(facts["conditions"], CONVERSATION_FIELDS, asker=by)
    check_steps(steps)
    facts |= {"conditions": as_called_now(facts["conditions"]), "steps": with_todays_tags(steps)}
    before = macro and {fact: getattr(macro, fact) for fact in facts}
    if facts == before:
        return macro
    macro = macro or Macro()
    for fact, value in facts.items():
        setattr(macro, fact, value)
    macro.changed_at, macro.changed_by = timezone.now(), by
    macro.save()
    audit("macro.saved", by=by, on=f"macro:{macro.pk}", before=before, after=facts)
    return macro


def _name(given: Any, macro: Macro | None) -> str:
    name = one_line(given, limit=200) if isinstance(given, str) else ""
    if not 1 <= len(name) <= 120:
        raise refusal("name", _("A name has 1 to 120 characters."), "missing" if not name else "too_long")
    if Macro.objects.filter(name=name).exclude(pk=macro and macro.pk).exists():
        raise refusal("name", _("There is a macro of this name already."), "taken")
    return name
