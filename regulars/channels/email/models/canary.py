from django.db import models
from django.utils import timezone

from regulars.channels.email.models.mailbox import Mailbox


class Canary(models.Model):
    """A letter from a mailbox of ours to itself, sent to see whether mail leaves and comes in."""

    mailbox = models.ForeignKey(Mailbox, on_delete=models.CASCADE, related_name="canaries")
    sent_at = models.DateTimeField(default=timezone.now)
    came_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=500, blank=True)  # why it could not even leave

    class Meta:
        verbose_name_plural = "canaries"
