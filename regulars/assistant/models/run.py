"""What became of questions: how good the answers are, as numbers."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulars.assistant.models.answer import QUOTE
from regulars.assistant.models.question_set import Question, QuestionSet
from regulars.knowledge.quoting import SURE
from regulars.team.models import Agent


class Run(models.Model):
    """The questions of a set, put to the articles as they were then, in one way of answering."""

    class Way(models.TextChoices):
        QUOTE = "quote", _("quoted, without a model")
        MODEL = "model", _("written by the model")

    set = models.ForeignKey(QuestionSet, on_delete=models.CASCADE, related_name="runs", db_index=False)
    label = models.CharField(_("what is tried"), max_length=120, blank=True)
    way = models.CharField(_("answers are"), max_length=8, choices=Way, default=Way.QUOTE)
    least = models.FloatField(_("least confidence"), default=SURE)  # below it a person is asked
    by_meaning = models.BooleanField(_("look for meaning, not for words alone"), default=True)
    of_drafts = models.BooleanField(_("as if all drafts were published"), default=False)
    model = models.CharField(max_length=120, blank=True)  # the one that wrote
    articles = models.PositiveIntegerField(default=0)  # how many could be read when it began
    total = models.PositiveIntegerField(default=0)  # questions when it began
    made_by = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    made_at = models.DateTimeField(default=timezone.now)
    worked_at = models.DateTimeField(default=timezone.now)  # runs take turns by it
    finished_at = models.DateTimeField(null=True)
    is_stopped = models.BooleanField(default=False)

    class Meta:
        ordering = ["-made_at", "-pk"]
        indexes = [
            models.Index(fields=["set", "-made_at"], name="run_of_set"),
            models.Index(fields=["worked_at"], name="run_in_turn", condition=Q(finished_at=None)),
        ]

    def __str__(self) -> str:
        return self.label or _("Run %d") % self.pk


class Results(models.QuerySet["Result"]):
    def visible_to(self, agent: Agent) -> Self:
        """Of questions that this agent may see. Figures count all of them."""
        return self.filter(question__in=Question.objects.visible_to(agent))

    def judged(self) -> Self:
        """Each with its `verdict`, by what is said of the question now: a label that is mended mends the runs of before, too."""
        cites_one = Q(articles__overlap=F("question__articles"))
        labelled, unknown = Q(question__label=Question.Label.ARTICLES), Q(question__label=Question.Label.NOBODY)
        said = Q(is_answered=True)
        cases = (
            (Q(state=Result.State.WAITING), Verdict.WAITING),
            (Q(state=Result.State.FAILED), Verdict.FAILED),
            (labelled & said & cites_one, Verdict.RIGHT),
            ((labelled | unknown) & said, Verdict.WRONG),
            (unknown, Verdict.RIGHTLY_HANDED_OVER),
            (labelled, Verdict.MISSED),
            (said, Verdict.ANSWERED),
        )
        word = models.CharField(max_length=20)
        whens = [When(case, then=Value(str(verdict))) for case, verdict in cases]
        return self.annotate(
            verdict=Case(*whens, default=Value(str(Verdict.HANDED_OVER)), output_field=word),
            is_near=Case(When(labelled & cites_one, then=True), default=False, output_field=models.BooleanField()),
        )


class Verdict(models.TextChoices):
    """What an answer, or its absence, is worth."""

    RIGHT = "right", _("right answer")
    WRONG = "wrong", _("wrong answer")
    RIGHTLY_HANDED_OVER = "held", _("rightly handed over")
    MISSED = "missed", _("handed over, though an article answers it")
    ANSWERED = "answered", _("answered; nobody has said what is right")
    HANDED_OVER = "handed_over", _("handed over; nobody has said what is right")
    FAILED = "failed", _("failed")
    WAITING = "waiting", _("waiting")


class Result(models.Model):
    """What became of one question in a run. What was found is kept also where it was not said: it was not sure enough."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")  # no model might be asked, or it broke: counted apart, and as handed over

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="results", db_index=False)
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="results")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    is_answered = models.BooleanField(default=False)
    articles = ArrayField(models.BigIntegerField(), default=list)  # those that the answer rests on
    found = ArrayField(models.BigIntegerField(), default=list)  # the first of what search found, the best first
    text = models.TextField(blank=True)
    made_by = models.CharField(max_length=120, default=QUOTE)  # the model; or a quote, also where the model failed
    evidence = models.JSONField(default=list)  # as in Answer
    confidence = models.FloatField(default=0.0)
    because = models.CharField(max_length=300, blank=True)  # why it failed, or was not said
    tokens_in = models.PositiveIntegerField(default=0)
    tokens_out = models.PositiveIntegerField(default=0)
    cost = models.DecimalField(max_digits=12, decimal_places=6, default=0)
    took_ms = models.PositiveIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True)  # a worker has it in hand; after that another may take it

    objects = Results.as_manager()

    class Meta:
        ordering = ["question__position", "pk"]
        constraints = [models.UniqueConstraint(fields=["run", "question"], name="result_once")]
        indexes = [models.Index(fields=["run", "id"], name="result_waiting", condition=Q(state="waiting"))]
