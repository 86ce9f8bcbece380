from __future__ import annotations

from django.db import models
from django.utils import timezone

from regulars.conversations.models.conversation import Conversation
from regulars.team.models import Agent


class Split(models.Model):
    """That a conversation was begun with messages of another one. Gone when it is undone."""

    conversation = models.OneToOneField(Conversation, on_delete=models.CASCADE, related_name="split")
    source = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+", db_index=False)
    origins = models.JSONField(
        default=dict
    )  # by the id of each message, the merged conversation that it was said in, or null
    by = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["source"], name="split_of")]

    def __str__(self) -> str:
        return f"#{self.conversation_id} from #{self.source_id}"
