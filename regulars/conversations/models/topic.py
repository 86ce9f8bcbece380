from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from regulars.team.models import Skill, Team


class Topic(models.Model):
    """A kind of support: technical, product, billing, account. Says who answers it, and what they must know."""

    name = models.CharField(_("name"), max_length=64, unique=True)
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.SET_NULL, related_name="topics")
    skill = models.ForeignKey(Skill, null=True, blank=True, on_delete=models.SET_NULL, related_name="topics")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
