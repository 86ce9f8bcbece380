from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulars.channels.email.models.provider import Provider


class ProviderCall(models.Model):
    """What a provider has sent us, byte for byte, written down before it is told that we have it. Forgotten some days after it was read."""

    class Way(models.TextChoices):
        LETTERS = "letters", _("letters")
        REPORTS = "reports", _("reports")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        DONE = "done", _("done")
        FAILED = "failed", _("not understood")

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="calls")
    way = models.CharField(max_length=8, choices=Way)
    sha256 = models.CharField(max_length=64)
    headers = models.JSONField(default=dict)  # without passwords and cookies
    body = models.BinaryField()
    size = models.BigIntegerField()  # bytes
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    error = models.TextField(blank=True)
    came_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "way", "sha256"], name="call_once")]
        indexes = [
            models.Index(fields=["due_at", "id"], name="call_waiting", condition=Q(state="waiting")),
            models.Index(fields=["came_at"], name="call_oldest"),
        ]

    def __str__(self) -> str:
        return f"call {self.pk}"
