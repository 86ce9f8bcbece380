"""What queues go by, what they have decided, and why."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulars.conversations.models import Conversation
from regulars.team.models import Agent, Team

MOST = 1000  # points
LONGEST_AHEAD = 7 * 24 * 60  # minutes


def check_tiers(tiers: object) -> None:
    """Raise ValidationError unless it says of each tier, in small letters, how many minutes it is ahead."""
    if not isinstance(tiers, dict) or len(tiers) > 50:
        raise ValidationError(_("Name at most 50 tiers."))
    for tier, minutes in tiers.items():
        if not 0 < len(tier) <= 64 or tier != tier.strip().lower():
            raise ValidationError(_("A tier has 1 to 64 small letters."))
        if isinstance(minutes, bool) or not isinstance(minutes, int) or not 1 <= minutes <= LONGEST_AHEAD:
            words = _("Say by how many minutes “%(tier)s” is ahead: 1 to %(most)d.")
            raise ValidationError(words, params={"tier": tier, "most": LONGEST_AHEAD})


class QueueRules(models.Model):
    """What the house decided about all queues. One row; without it the usual holds."""

    letter_points = models.PositiveSmallIntegerField(
        _("A letter takes"), default=1, validators=[MinValueValidator(1), MaxValueValidator(MOST)]
    )
    chat_points = models.PositiveSmallIntegerField(
        _("A chat takes"), default=3, validators=[MinValueValidator(1), MaxValueValidator(MOST)]
    )
    call_points = models.PositiveSmallIntegerField(
        _("A call takes"), default=6, validators=[MinValueValidator(1), MaxValueValidator(MOST)]
    )
    tiers = models.JSONField(_("Ahead by tier"), default=dict, blank=True, validators=[check_tiers])
    kept_days = models.PositiveSmallIntegerField(
        _("Days for which decisions are kept"), default=90, validators=[MinValueValidator(7), MaxValueValidator(3650)]
    )

    class Meta:
        verbose_name_plural = "queue rules"

    @classmethod
    def current(cls) -> QueueRules:
        return cls.objects.first() or cls()

    def points_of(self, channel: str) -> int:
        """What a conversation takes of an agent's room while it waits for us."""
        return {"chat": self.chat_points, "voice": self.call_points}.get(channel, self.letter_points)


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
        indexes = [
            models.Index(fields=["conversation", "-id"], name="decision_of_conversation"),
            models.Index(fields=["at"], name="decision_oldest"),
        ]
