from django.db import models
from django.utils import timezone


class AutomaticLetter(models.Model):
    """That a letter which nobody wrote was asked for, and whether it was sent. Kept for two days: it limits the next ones."""

    ours = models.CharField(max_length=320)
    theirs = models.CharField(max_length=320)  # without its +tag: loops come from one machine, whatever it calls itself
    is_sent = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(fields=["theirs", "at"], name="automatic_to"),
            models.Index(fields=["at"], name="automatic_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.ours} to {self.theirs}"
