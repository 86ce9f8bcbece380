from __future__ import annotations

from django.db import connection, transaction
from django.utils.translation import gettext as _

from regulars.assistant.drafts import drafts_of
from regulars.assistant.models import Provider, QuestionSet, Result, Run
from regulars.knowledge.models import Article
from regulars.knowledge.quoting import SURE
from regulars.lib.refusal import refusal
from regulars.lib.texts import one_line, storable
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def begin_run(
    question_set: QuestionSet,
    *,
    by: Agent | None,
    label: str = "",
    way: str = Run.Way.QUOTE,
    least: float = SURE,
    by_meaning: bool = True,
    of_drafts: bool = False,
) -> Run:
    """Put the questions of a set to the articles, in the worker: nothing is said to anybody, and nothing stays published.

    `least` is the confidence, from 0 to 1, below which a person is asked. Raises ValidationError("way", "least", "label", "set").
    """
    provider = Provider.current()
    if way not in Run.Way.values or (way == Run.Way.MODEL and not provider.may_write):
        raise refusal("way", _("No model may write. Choose one in the settings."))
    if not 0 <= least <= 1:
        raise refusal("least", _("Between 0 and 1."))
    if len(label) > 120:
        raise refusal("label", _("At most %d characters.") % 120, "too_long")
    questions = list(question_set.questions.values_list("pk", flat=True))
    if not questions:
        raise refusal("set", _("There are no questions in it yet."), "missing")
    centre = question_set.centre
    readable = set(Article.objects.visible_to(None).filter(centre=centre).values_list("pk", flat=True))
    if of_drafts:
        readable |= {each.article_id for each in drafts_of(centre)}
    run = Run.objects.create(
        set=question_set, label=one_line(storable(label), limit=120), way=way, least=least, by_meaning=by_meaning,
        of_drafts=of_drafts, model=provider.model if way == Run.Way.MODEL else "", articles=len(readable),
        total=len(questions), made_by=by,
    )  # fmt: skip
    Result.objects.bulk_create([Result(run=run, question_id=number) for number in questions], batch_size=2000)
    audit("run.begun", by=by, on=f"run:{run.pk}", after={"set": question_set.pk, "way": way, "least": least})
    wake()
    return run


def wake() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('runs', '')")
