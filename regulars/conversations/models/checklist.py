from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulars.conversations.models.conversation import Conversation
from regulars.team.models import Agent


class Checklist(models.Model):
    """What has to be done each time: “Return: label sent, parcel here, money back”. Conversations get copies of its items."""

    name = models.CharField(_("name"), max_length=64, unique=True)
    items = ArrayField(models.CharField(max_length=200), default=list)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ChecklistItem(models.Model):
    """One thing to do in a conversation, and who has done it."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="checklist", db_index=False)
    checklist = models.ForeignKey(
        Checklist, null=True, on_delete=models.SET_NULL, related_name="+"
    )  # that it came with; null: written here
    text = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(done_at__isnull=False) | Q(done_by=None), name="item_done_by_when")
        ]
        indexes = [models.Index(fields=["conversation", "position"], name="checklist_of")]

    def __str__(self) -> str:
        return self.text
