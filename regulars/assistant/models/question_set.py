"""Questions of which somebody has said what answers them."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulars.conversations.models import Conversation
from regulars.knowledge.models import HelpCentre
from regulars.team.models import Agent


class QuestionSet(models.Model):
    """Questions that are put to the articles of a help centre again and again, to see how well it answers them."""

    centre = models.ForeignKey(HelpCentre, on_delete=models.CASCADE, related_name="question_sets", db_index=False)
    name = models.CharField(_("name"), max_length=120)
    made_by = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["centre", "name"], name="question_set_once")]

    def __str__(self) -> str:
        return self.name


class Questions(models.QuerySet["Question"]):
    def visible_to(self, agent: Agent) -> Self:
        """Without those that were asked in conversations which this agent may not see."""
        return self.filter(Q(conversation=None) | Q(conversation__in=Conversation.objects.visible_to(agent)))


class Question(models.Model):
    """Something that was asked, or may be, and what answers it: any one of some articles, none that we have, or nobody has said."""

    class Label(models.TextChoices):
        ARTICLES = "articles", _("an article answers it")
        NOBODY = "nobody", _("nobody knows")
        NONE = "none", _("nobody has said")

    set = models.ForeignKey(QuestionSet, on_delete=models.CASCADE, related_name="questions", db_index=False)
    position = models.PositiveIntegerField()
    key = models.CharField(max_length=200, blank=True)  # what it was called where it came from
    words = models.TextField()
    language = models.CharField(max_length=16)
    label = models.CharField(max_length=8, choices=Label, default=Label.NONE)
    articles = ArrayField(models.BigIntegerField(), default=list, blank=True)  # each of them answers it
    conversation = models.ForeignKey(Conversation, null=True, on_delete=models.CASCADE, related_name="+")

    objects = Questions.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["set", "position"], name="question_in_turn"),
            models.CheckConstraint(
                condition=Q(label="articles") & ~Q(articles=[]) | ~Q(label="articles") & Q(articles=[]),
                name="question_labelled",
            ),
        ]

    def __str__(self) -> str:
        return self.words
