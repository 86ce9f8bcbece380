from __future__ import annotations

from django.db import models
from django.utils import timezone

from regulars.conversations.models import Message


class Writing(models.Model):
    """That something was written here under a key, which the page gave out: sent twice, it is one message. Kept for a month."""

    key = models.CharField(max_length=64, unique=True)
    message = models.ForeignKey(Message, null=True, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now, db_index=True)
