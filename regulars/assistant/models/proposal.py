from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulars.assistant.models.answer import QUOTE
from regulars.conversations.models import Conversation
from regulars.knowledge.models import Article, HelpCentre
from regulars.team.models import Agent


class Search(models.Model):
    """That settled conversations of a help centre are looked through for what no article answers: asked for, or once a night."""

    centre = models.ForeignKey(HelpCentre, on_delete=models.CASCADE, related_name="searches", db_index=False)
    asked_by = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    asked_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    conversations = models.PositiveIntegerField(default=0)  # that were looked at
    unanswered = models.PositiveIntegerField(default=0)  # of them, those that no article answers
    found = models.PositiveIntegerField(default=0)  # articles that were proposed
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name_plural = "searches"
        indexes = [models.Index(fields=["centre", "-asked_at"], name="gap_search_newest")]
        constraints = [
            models.UniqueConstraint(fields=["centre"], condition=Q(finished_at=None), name="gap_search_once")
        ]


class Proposals(models.QuerySet["Proposal"]):
    def visible_to(self, agent: Agent) -> Self:
        """Those that come from conversations which this agent may see, all of them."""
        hidden = Origin.objects.filter(proposal=OuterRef("pk")).exclude(
            conversation__in=Conversation.objects.visible_to(agent)
        )
        return self.filter(~Exists(hidden))


class Proposal(models.Model):
    """An article that could be written: several customers asked the same, no article answered, and we did."""

    class State(models.TextChoices):
        OPEN = "open", _("proposed")
        APPROVED = "approved", _("a draft was made")
        DISMISSED = "dismissed", _("dismissed")

    centre = models.ForeignKey(HelpCentre, on_delete=models.CASCADE, related_name="proposals", db_index=False)
    language = models.CharField(max_length=16)
    title = models.CharField(max_length=200)
    html = models.TextField()
    made_by = models.CharField(
        max_length=120, default=QUOTE
    )  # the model that wrote it; or our own words, said to a customer
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    article = models.ForeignKey(Article, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True)

    objects = Proposals.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["centre", "state", "-made_at"], name="proposal_of_centre")]

    def __str__(self) -> str:
        return self.title


class Origin(models.Model):
    """A conversation that a proposal comes from. Each is in one proposal, so that what was dismissed is not proposed again."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="origins", db_index=False)
    conversation = models.OneToOneField(Conversation, on_delete=models.CASCADE, related_name="+")
    question = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["proposal"], name="origin_of_proposal")]
