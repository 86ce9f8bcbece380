"""What queues have decided, and why."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulars.conversations.models import Conversation
from regulars.team.models import Agent, Team


class RoutingDecision(models.Model):
    """That a conversation was given to an agent or another team, or taken back, with everything that counted."""

    class Kind(models.TextChoices):
        GIVEN = "given", _("Given out")
        TAKEN_BACK = "taken back", _("Taken back")
        OVERFLOWED = "overflowed", _("Passed on")

    kind = models.CharField(max_length=12, choices=Kind, default=Kind.GIVEN)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+", db_index=False)
    team = models.ForeignKey(Team, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    agent = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    wanted = models.JSONField(default=dict)  # skill, language, points: as `Want` has them
    considered = models.JSONField(
        default=list
    )  # of each member: agent, name, load, capacity, why not ("" for a candidate)
    why = models.CharField(max_length=32)  # how the team gives out, or what made it take back
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["conversation", "-id"], name="decision_of_conversation")]
