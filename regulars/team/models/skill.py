from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from regulars.team.models.agent import Agent


class Skill(models.Model):
    """Something that not everybody knows how to do."""

    name = models.CharField(_("name"), max_length=64, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Ability(models.Model):
    """That an agent has a skill, and how well: 1 to 5. The ablest with room comes first."""

    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="abilities")
    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="abilities")
    level = models.PositiveSmallIntegerField(_("level"), default=3)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agent", "skill"], name="ability_once"),
            models.CheckConstraint(condition=models.Q(level__range=(1, 5)), name="ability_level"),
        ]
