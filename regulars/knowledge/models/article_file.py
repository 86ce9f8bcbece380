from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone

from regulars.knowledge.models.article import Article
from regulars.team.models import Agent

# Pictures that every browser shows. No SVG: it may carry scripts.
SHOWN = frozenset(f"image/{kind}" for kind in ("png", "jpeg", "gif", "webp", "avif"))


class ArticleFile(models.Model):
    """A picture or a file of an article, kept byte for byte under its SHA-256. Who may read the article may fetch it."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=127, default="application/octet-stream")
    size = models.BigIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["created_at"]

    @property
    def address(self) -> str:
        """Where pages find it, on whatever host they are."""
        return f"/help/files/{self.key}"

    @property
    def is_picture(self) -> bool:
        return self.content_type in SHOWN
