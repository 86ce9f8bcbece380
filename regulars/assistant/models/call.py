from __future__ import annotations

from django.db import models
from django.db.models import F
from django.utils import timezone

from regulars.assistant.models.answer import Answer
from regulars.assistant.models.duty import Task
from regulars.conversations.models import Conversation
from regulars.team.models import Agent


class Call(models.Model):
    """That a model was asked, for what, what it cost, and how it ended. What was said stands elsewhere, or nowhere."""

    purpose = models.CharField(max_length=16, choices=[*Task.choices, ("test", "test")])
    model = models.CharField(max_length=120)
    conversation = models.ForeignKey(Conversation, null=True, on_delete=models.SET_NULL, related_name="+")
    answer = models.ForeignKey(Answer, null=True, on_delete=models.SET_NULL, related_name="calls")
    agent = models.ForeignKey(
        Agent, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )  # who asked
    tokens_in = models.PositiveIntegerField(default=0)
    tokens_out = models.PositiveIntegerField(default=0)
    cost = models.DecimalField(max_digits=12, decimal_places=6, default=0)
    took_ms = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)  # empty: it went well
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(F("at").desc(), name="call_newest")]
