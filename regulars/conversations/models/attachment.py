from __future__ import annotations

from django.db import models
from django.utils import timezone

from regulars.conversations.models.message import Message
from regulars.team.models import Agent

# Pictures that every browser shows; with the names that old programs give to JPEG and PNG.
SHOWN = frozenset(
    f"image/{kind}" for kind in ("png", "x-png", "jpeg", "jpg", "pjpeg", "gif", "webp", "avif", "bmp", "x-ms-bmp")
)


class Attachment(models.Model):
    """A file of a message, kept byte for byte under its SHA-256. Without a message: uploaded by an agent for a reply to come."""

    message = models.ForeignKey(Message, null=True, on_delete=models.CASCADE, related_name="attachments")
    uploaded_by = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=127, default="application/octet-stream")
    size = models.BigIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    content_id = models.CharField(max_length=255, blank=True)  # how the message's HTML refers to it, without brackets
    is_inline = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    @property
    def is_image(self) -> bool:
        return self.content_type in SHOWN
