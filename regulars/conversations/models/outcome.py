from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulars.conversations.models.delivery import Delivery


class Outcome(models.Model):
    """What became of a message of ours at one of its recipients, as mail servers and mail programs told us afterwards."""

    class State(models.TextChoices):
        DELAYED = "delayed", _("delayed")
        DELIVERED = "delivered", _("delivered")
        FAILED = "failed", _("not delivered")
        READ = "read", _("read")

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="outcomes", db_index=False)
    address = models.CharField(max_length=320)  # as the message's recipients name it
    state = models.CharField(max_length=12, choices=State)
    status = models.CharField(max_length=16, blank=True)  # RFC 3463: "5.1.1"
    reason = models.CharField(max_length=1000, blank=True)  # in the words of the server that refused it
    is_hard = models.BooleanField(default=False)  # it will not work at another time either
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["delivery", "address"], name="outcome_once")]
        indexes = [models.Index(fields=["address", "at"], name="outcome_failed", condition=Q(state="failed"))]

    def __str__(self) -> str:
        return f"{self.address}: {self.state}"
