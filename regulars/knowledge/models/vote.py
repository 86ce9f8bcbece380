from __future__ import annotations

from django.db import models
from django.utils import timezone

from regulars.customers.models import Customer
from regulars.knowledge.models.translation import Translation


class Vote(models.Model):
    """Whether a reader was helped. One each, which they may change."""

    translation = models.ForeignKey(Translation, on_delete=models.CASCADE, related_name="votes", db_index=False)
    is_helpful = models.BooleanField()
    comment = models.CharField(max_length=2000, blank=True)
    customer = models.ForeignKey(Customer, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    visitor = models.CharField(max_length=64)  # a random word in the reader's browser
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            # Not once a customer, too: two who are merged may both have voted. The verb finds a customer's own vote.
            models.UniqueConstraint(fields=["translation", "visitor"], name="vote_once_a_visitor"),
        ]
