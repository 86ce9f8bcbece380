from __future__ import annotations

from django.db import transaction

from regulars.assistant.models import QuestionSet
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def remove_question_set(question_set: QuestionSet, *, by: Agent | None) -> None:
    """Take a set away for good, with its questions and runs. Harmless twice."""
    before = {"name": question_set.name, "questions": question_set.questions.count()}
    on = f"question_set:{question_set.pk}"
    if QuestionSet.objects.filter(pk=question_set.pk).delete()[0]:
        audit("question_set.removed", by=by, on=on, before=before)
