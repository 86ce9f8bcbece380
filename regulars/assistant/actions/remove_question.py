from __future__ import annotations

from django.db import transaction

from regulars.assistant.models import Question
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def remove_question(question: Question, *, by: Agent | None) -> None:
    """Take a question out of its set, and out of all runs. Harmless twice."""
    if Question.objects.filter(pk=question.pk).delete()[0]:
        audit("question.removed", by=by, on=f"question_set:{question.set_id}")
