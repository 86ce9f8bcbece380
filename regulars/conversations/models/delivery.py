from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulars.conversations.models.message import Message


class Delivery(models.Model):
    """That a message of ours must leave by a channel, and whether it has. Written before anybody outside is called."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        HELD = "held", _("held back")  # the customer wrote before it was due: somebody must look
        DONE = "done", _("handed over")
        FAILED = "failed", _("failed")

    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="delivery")
    channel = models.CharField(max_length=16)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    left = ArrayField(
        models.CharField(max_length=320), null=True
    )  # for whom it is tried again, when others have it or will never get it; none: for everybody
    due_at = models.DateTimeField(default=timezone.now)
    is_scheduled = models.BooleanField(default=False)  # for a time that somebody chose
    yields = models.BooleanField(default=False)  # is held back when the customer or a colleague writes before it is due
    is_cleared = models.BooleanField(
        default=False
    )  # has its id and its place in the traffic: it may leave at any moment
    external_id = models.CharField(max_length=998, blank=True)  # the Message-ID we gave it
    provider_id = models.CharField(max_length=998, blank=True)  # the id the provider gave it
    error = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "deliveries"
        indexes = [
            models.Index(fields=["channel", "due_at", "id"], name="delivery_waiting", condition=Q(state="waiting")),
            models.Index(fields=["-id"], name="delivery_failed", condition=Q(state="failed")),
        ]

    @property
    def is_stoppable(self) -> bool:
        """It waits for its time, and nobody outside can have heard of it."""
        return self.state == self.State.WAITING and not self.external_id
