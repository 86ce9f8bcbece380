from __future__ import annotations

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from regulars.assistant.models import Question, QuestionSet
from regulars.assistant.solved import solved
from regulars.lib.refusal import refusal
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

MOST = 1000  # conversations


@transaction.atomic
def gather_questions(question_set: QuestionSet, *, most: int = 200, by: Agent) -> int:
    """Add what customers asked in the newest settled conversations that this agent sees, each once. Returns how many.

    Where we answered with an article, that is what answers the question; where we did not, nobody has said: those can be labelled
    by hand. They go when their customer is erased. Raises ValidationError("most").
    """
    if not 1 <= most <= MOST:
        raise refusal("most", _("Between 1 and %d.") % MOST)
    sets = QuestionSet.objects.select_for_update(no_key=True, of=("self",)).select_related("centre")
    question_set = sets.get(pk=question_set.pk)
    known = list(question_set.questions.filter(conversation__isnull=False).values_list("conversation", flat=True))
    begins = (question_set.questions.aggregate(last=Max("position"))["last"] or 0) + 1
    made = [
        Question(
            set=question_set, position=position, key=f"#{each.conversation.pk}", words=each.question, language=each.language,
            label=Question.Label.ARTICLES if each.articles else Question.Label.NONE, articles=each.articles,
            conversation=each.conversation,
        )
        for position, each in enumerate(solved(question_set.centre, agent=by, most=most, besides=known), begins)
    ]  # fmt: skip
    Question.objects.bulk_create(made, batch_size=500)
    if made:
        audit("questions.gathered", by=by, on=f"question_set:{question_set.pk}", after={"questions": len(made)})
    return len(made)
