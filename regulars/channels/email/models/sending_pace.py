from __future__ import annotations

from django.db import models
from django.utils import timezone

from regulars.channels.email.models.mailbox import Mailbox


class SendingPace(models.Model):
    """How many letters have left a mailbox in a minute, an hour and a day: one row for all processes that send."""

    mailbox = models.OneToOneField(Mailbox, on_delete=models.CASCADE, primary_key=True, related_name="pace")
    minute_at = models.DateTimeField()  # when the minute began that is counted
    minute_count = models.PositiveIntegerField(default=0)
    hour_at = models.DateTimeField()
    hour_count = models.PositiveIntegerField(default=0)
    day_at = models.DateTimeField(default=timezone.now)
    day_count = models.PositiveIntegerField(default=0)
