from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulars.team.models import Agent


class Macro(models.Model):
    """Steps with a name that agents take in one go. Offered in a conversation that its conditions hold for."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    is_active = models.BooleanField(_("offered"), default=True)
    conditions = models.JSONField(default=dict)  # a tree over the conversation's fields; “me” is the agent
    steps = models.JSONField(default=list)  # as a rule's: see `steps.py`
    used_count = models.PositiveIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return self.name
