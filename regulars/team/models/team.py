from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from regulars.team.models.agent import Agent
from regulars.team.models.calendar import Calendar


class Team(models.Model):
    """A group of agents that conversations may be given to."""

    class GivesOut(models.TextChoices):
        BY_HAND = "by hand", _("By hand: whoever wants it takes it")
        ROUND_ROBIN = "round robin", _("In turn")
        LEAST_BUSY = "least busy", _("To whoever is least busy")

    class Level(models.IntegerChoices):
        FIRST = 1, "L1"
        SECOND = 2, "L2"
        THIRD = 3, "L3"

    name = models.CharField(_("name"), max_length=80, unique=True)
    members = models.ManyToManyField(Agent, related_name="teams", blank=True)
    calendar = models.ForeignKey(Calendar, null=True, blank=True, on_delete=models.SET_NULL, related_name="teams")
    level = models.PositiveSmallIntegerField(_("level of support"), choices=Level, default=Level.FIRST)
    gives_out = models.CharField(
        _("conversations are given out"), max_length=16, choices=GivesOut, default=GivesOut.BY_HAND
    )
    gives_back_after = models.PositiveSmallIntegerField(
        _("taken back from whoever is gone for"), null=True, blank=True
    )  # minutes
    overflow_team = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    overflow_after = models.PositiveSmallIntegerField(_("after waiting"), default=30)  # minutes

    def __str__(self) -> str:
        return self.name


class Brand(models.Model):
    """A name that customers know us by. Inboxes, and later portals, belong to one."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    website = models.URLField(_("website"), blank=True)

    def __str__(self) -> str:
        return self.name
