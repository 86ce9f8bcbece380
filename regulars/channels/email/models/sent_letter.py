from django.db import models
from django.utils import timezone


class SentLetter(models.Model):
    """A letter that was handed to the local mailbox, which stands in for a mail server where none is configured."""

    message_id = models.CharField(max_length=998, unique=True)
    sender = models.CharField(max_length=500)
    recipients = models.JSONField(default=list)  # the envelope's: Bcc among them
    subject = models.CharField(max_length=998, blank=True)
    raw = models.BinaryField()
    at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return self.message_id
