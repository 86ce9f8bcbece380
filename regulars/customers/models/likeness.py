from __future__ import annotations

from django.db import models
from django.utils import timezone

from regulars.customers.models.customer import Customer
from regulars.team.models import Agent


class Likeness(models.Model):
    """That two customers may be one person, why we think so, and whether somebody said that they are not."""

    first = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+", db_index=False)  # the lower id
    second = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")
    score = models.SmallIntegerField()  # per cent
    reasons = models.JSONField(default=list)  # [{"why": "phone", "what": "+33639981207"}]: said by `likeness.because`
    refused_at = models.DateTimeField(null=True)
    refused_by = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "likenesses"
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="likeness_once"),
            models.CheckConstraint(condition=models.Q(first__lt=models.F("second")), name="likeness_in_order"),
        ]
