from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulars.assistant.models.answer import QUOTE
from regulars.conversations.models import Conversation
from regulars.team.models import Agent


class Hint(models.Model):
    """Something that the assistant suggests to whoever answers a conversation. Nothing of it is done before an agent uses it."""

    class Kind(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUMMARY = "summary", _("Summary")
        TRANSLATION = "translation", _("Translation")
        ANSWER = "answer", _("Your answer, translated")
        TOPIC = "topic", _("Topic")
        TAG = "tag", _("Tag")
        PRIORITY = "priority", _("Priority")
        LANGUAGE = "language", _("Language")
        MOOD = "mood", _("Mood")

    class State(models.TextChoices):
        OPEN = "open", _("open")
        USED = "used", _("used")
        DISMISSED = "dismissed", _("dismissed")

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="hints", db_index=False)
    kind = models.CharField(max_length=12, choices=Kind)
    value = models.CharField(
        max_length=64, blank=True
    )  # the topic's number, the tag, the priority, the language, the mood
    text = models.TextField(
        blank=True
    )  # what a person reads; of a draft without its links; of a translated answer HTML
    evidence = models.JSONField(default=list)  # as in Answer
    confidence = models.FloatField(null=True)  # none: whoever made it cannot tell
    made_by = models.CharField(max_length=120, default=QUOTE)  # a model's name; or by which other means
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    asked_by = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    made_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["conversation", "kind"], name="hint_of_conversation")]
