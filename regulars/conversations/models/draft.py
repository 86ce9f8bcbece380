from __future__ import annotations

from django.db import models
from django.utils import timezone

from regulars.conversations.models.conversation import Conversation
from regulars.team.models import Agent


class Draft(models.Model):
    """What an agent has begun to write in a conversation: one reply and one note each."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="drafts", db_index=False)
    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=8)  # Message.Kind.OUT or NOTE
    html = models.TextField(blank=True)
    recipients = models.JSONField(default=dict)
    attachment_ids = models.JSONField(default=list)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agent", "conversation", "kind"], name="draft_once")]

    @property
    def version(self) -> str:
        """Another word each time that it is kept."""
        return self.saved_at.isoformat()
