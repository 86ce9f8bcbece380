from __future__ import annotations

from django.db import models
from django.utils import timezone

from regulars.team.models.agent import Agent


class AuditEntry(models.Model):
    """An agent changed a setting of the house. What happens to customers is on their timeline instead."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    agent = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+")
    action = models.CharField(max_length=64)
    object = models.CharField(max_length=120, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
