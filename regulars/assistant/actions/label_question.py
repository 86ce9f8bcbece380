from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from regulars.assistant.models import Question
from regulars.assistant.naming_articles import Names, NotNamed
from regulars.lib.refusal import refusal
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def label_question(question: Question, *, label: str, articles: str = "", by: Agent | None) -> Question:
    """Say what answers a question: articles as files name them, nobody, or that nobody has said. Runs of before are judged by it, too.

    Raises ValidationError("label", "articles").
    """
    question = Question.objects.select_for_update(of=("self",)).select_related("set__centre").get(pk=question.pk)
    if label not in Question.Label.values:
        raise refusal("label", _("Choose one of these."))
    found: list[int] = []
    if label == Question.Label.ARTICLES:
        if not articles.strip():
            raise refusal("articles", _("Name the articles that answer it."), "missing")
        try:
            found = Names(question.set.centre).several(articles)
        except NotNamed as problem:
            raise refusal("articles", _("There is no article “%s” here.") % problem.said[:200], "unknown") from None
    before = {"label": question.label, "articles": question.articles}
    question.label, question.articles = label, found
    question.save(update_fields=["label", "articles"])
    after = {"label": label, "articles": found}
    if before != after:
        audit("question.labelled", by=by, on=f"question:{question.pk}", before=before, after=after)
    return question
