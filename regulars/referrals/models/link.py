from __future__ import annotations

from django.db import models
from django.utils import timezone

from regulars.loyalty.models import Account


class Link(models.Model):
    """A member's own code, to be sent to friends: `/r/CODE`, or typed."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="link")
    code = models.CharField(max_length=12, unique=True)
    is_trusted = models.BooleanField(default=False)  # somebody has looked: their friends need no review
    is_stopped = models.BooleanField(default=False)
    traces = models.JSONField(
        default=dict
    )  # where the member was seen, as hashes: {"browser": […], "place": […], "device": […]}
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.code
