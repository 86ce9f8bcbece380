from __future__ import annotations

from datetime import timedelta

from django.db import models

from regulars.conversations.models.conversation import Conversation
from regulars.team.models import Agent


class Attention(models.Model):
    """How long an agent was at work on a conversation while it was not settled: see `attending.py`."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+", db_index=False)
    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="+", db_index=False)
    spent = models.DurationField(default=timedelta(0))
    until = models.DateTimeField()  # counted so far

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "agent"], name="attention_once")]
        indexes = [models.Index(fields=["agent", "until"], name="attention_of_agent")]
