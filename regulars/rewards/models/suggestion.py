from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulars.customers.models import Customer
from regulars.rewards.models.reward import Reward


class Suggestion(models.Model):
    """A reward that we put before somebody, and why. It stays the same for a while; whether it was claimed teaches the next choice."""

    class Why(models.TextChoices):
        POPULAR = "popular", _("Many members choose this.")
        ALIKE = "alike", _("People like you choose this.")
        TOGETHER = "together", _("Chosen by people who like what you have bought or claimed.")
        TRIED = "tried", _("Something new for you.")

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+", db_index=False)
    reward = models.ForeignKey(Reward, on_delete=models.CASCADE, related_name="+")
    why = models.CharField(max_length=8, choices=Why)
    cell = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["customer", "-id"], name="suggestion_of_customer"),
            models.Index(fields=["cell", "reward"], name="suggestion_in_cell"),
        ]
