from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulars.conversations.models.conversation import Conversation


class Suggestion(models.Model):
    """Evidence that a conversation belongs to another one, too weak to act on: an agent decides."""

    class Reason(models.TextChoices):
        NUMBER = "number", _("its subject names that number")
        MENTIONED = "mentioned", _("it answers a letter of that conversation")
        SUBJECT = "subject", _("the same customer wrote about the same thing")
        ANSWER = "answer", _("it answers something, and the same customer has one open conversation")

    conversation = models.OneToOneField(Conversation, on_delete=models.CASCADE, related_name="suggestion")
    other = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+", db_index=False)
    reason = models.CharField(max_length=12, choices=Reason)
    is_refused = models.BooleanField(default=False)  # somebody looked, and said no
    at = models.DateTimeField(default=timezone.now)
