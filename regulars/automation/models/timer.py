from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from regulars.automation.models.rule import Rule
from regulars.conversations.models import Conversation


class Timer(models.Model):
    """That a rule wants to know when a conversation has waited for so long. It rings once for each wait."""

    # A rule may be removed while a timer is set for it: ringing clears that away.
    rule = models.ForeignKey(Rule, on_delete=models.CASCADE, related_name="timers", db_index=False, db_constraint=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()  # when the wait began: another beginning is another wait
    due_at = models.DateTimeField(null=True)  # by the database's clock; null when it has rung
    because = models.BigIntegerField(null=True)  # the event that the wait follows from

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rule", "conversation"], name="timer_once")]
        indexes = [models.Index(F("due_at"), F("id"), name="timer_due", condition=Q(due_at__isnull=False))]
