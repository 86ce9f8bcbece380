from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from regulars.assistant.models import QuestionSet
from regulars.knowledge.models import HelpCentre
from regulars.lib.refusal import refusal
from regulars.lib.texts import one_line, storable
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def save_question_set(
    question_set: QuestionSet | None, *, centre: HelpCentre, name: str, by: Agent | None
) -> QuestionSet:
    """Begin a set of questions (None), or call one by another name. Raises ValidationError("name")."""
    kept = question_set or QuestionSet(centre=centre, made_by=by)
    before = {"name": kept.name} if question_set else {}
    kept.name = one_line(storable(name), limit=121)
    if not 1 <= len(kept.name) <= 120:
        raise refusal("name", _("Between 1 and %d characters.") % 120, "too_long" if kept.name else "missing")
    try:
        with transaction.atomic():
            kept.save()
    except IntegrityError:
        raise refusal("name", _("There is a set of this name already."), "taken") from None
    if before != {"name": kept.name}:
        audit("question_set.saved", by=by, on=f"question_set:{kept.pk}", before=before, after={"name": kept.name})
    return kept
