from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from regulars.team.models import Agent


class Silence(models.Model):
    """Letters that nobody wrote have stopped, to one address or (without one) to everybody, until somebody resumes them."""

    address = models.CharField(max_length=320, blank=True)
    count = models.PositiveIntegerField()  # letters within ten minutes that were too many
    since = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["address"], name="silence_once", condition=Q(ended_at=None))]

    def __str__(self) -> str:
        return self.address or "everybody"
