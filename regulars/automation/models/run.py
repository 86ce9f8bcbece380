from __future__ import annotations

from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulars.automation.models.rule import Rule
from regulars.conversations.models import Conversation
from regulars.customers.models import Customer


class RuleRun(models.Model):
    """What a rule made of an event, and why."""

    class Outcome(models.TextChoices):
        FIRED = "fired", _("fired")
        FAILED = "failed", _("failed")  # a step could not be done, and none was
        LOOP = "loop", _("answered its own act")
        STOPPED = "stopped", _("an earlier rule was the last")
        NOT_HELD = "not held", _("did not hold")

    # A rule may be removed while it fires: neither waits for the other.
    rule = models.ForeignKey(Rule, on_delete=models.CASCADE, related_name="runs", db_index=False, db_constraint=False)
    version = models.PositiveIntegerField()  # the rule's, at that time
    event_id = models.BigIntegerField()
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")
    conversation = models.ForeignKey(Conversation, null=True, on_delete=models.CASCADE, related_name="+")
    outcome = models.CharField(max_length=8, choices=Outcome)
    reason = models.TextField(blank=True)  # "tier is “gold”; waiting for more than 30 minutes", or what went wrong
    steps = models.JSONField(default=list)  # those that were done, in words
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index("rule", F("id").desc(), name="run_newest"),
            models.Index("rule", "outcome", F("at").desc(), name="run_by_outcome"),
        ]
