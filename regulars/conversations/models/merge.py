from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from regulars.conversations.models.conversation import Conversation
from regulars.team.models import Agent


class Merge(models.Model):
    """That a conversation goes on in another one, and what that one gained by it. Gone when it is undone."""

    conversation = models.OneToOneField(Conversation, on_delete=models.CASCADE, related_name="merge")
    into = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+", db_index=False)
    added_tags = ArrayField(models.CharField(max_length=64), default=list)
    gained = models.JSONField(default=dict, db_default={})  # what that one was and became by it: {"priority": [0, 2]}
    by = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)
