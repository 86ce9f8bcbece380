"""Things that are done in many conversations at once."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulars.automation.models import Macro
from regulars.conversations.models import Conversation
from regulars.team.models import Agent


class BulkRun(models.Model):
    """What an agent does in many conversations: a step or a macro; or that another run is undone."""

    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="+")
    step = models.JSONField(null=True)  # {"do": "tag", "tag": "vip"}
    macro = models.ForeignKey(Macro, null=True, on_delete=models.SET_NULL, related_name="+")
    undoes = models.OneToOneField("self", null=True, on_delete=models.CASCADE, related_name="undone_by")
    label = models.CharField(max_length=300)  # what it does, in words
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)  # how many items are in this state, here and below
    unchanged = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    worked_at = models.DateTimeField(default=timezone.now)  # runs take turns by it
    finished_at = models.DateTimeField(null=True)
    is_stopped = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["worked_at"], name="bulk_in_turn", condition=Q(finished_at=None))]

    @property
    def seen_to(self) -> int:
        return self.done + self.unchanged + self.failed


class BulkItem(models.Model):
    """One conversation of a run."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        DONE = "done", _("done")
        UNCHANGED = "unchanged", _("as it was")  # there was nothing to change
        FAILED = "failed", _("failed")

    run = models.ForeignKey(BulkRun, on_delete=models.CASCADE, related_name="items", db_index=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    reason = models.TextField(blank=True)  # why it failed, in words
    before = models.JSONField(default=dict)  # how the conversation stood: see `conversations/restoring.py`
    after = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "conversation"], name="bulk_item_once")]
        indexes = [
            models.Index(fields=["run", "id"], name="bulk_waiting", condition=Q(state="waiting")),
            models.Index(fields=["run", "state"], name="bulk_by_state"),
        ]
