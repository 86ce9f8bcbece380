from __future__ import annotations

from django.db import models
from django.utils import timezone

from regulars.conversations.models.message import Message


class SuppressedAddress(models.Model):
    """An address that takes no letters: we send it none, until somebody allows it again.

    Stays when it was allowed again, so that what failed before counts no more.
    """

    address = models.CharField(max_length=320, unique=True)
    status = models.CharField(max_length=16, blank=True)  # of the last failure: "5.1.1"
    reason = models.CharField(max_length=1000, blank=True)
    is_hard = models.BooleanField()  # refused for good, once; otherwise refused for now, again and again
    count = models.PositiveIntegerField(default=1)  # letters that did not arrive
    message = models.ForeignKey(Message, null=True, on_delete=models.SET_NULL, related_name="+")  # the last of them
    since = models.DateTimeField(default=timezone.now)
    allowed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "suppressed addresses"

    def __str__(self) -> str:
        return self.address
