from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulars.loyalty.models import Programme
from regulars.team.models import Agent

VERSIONED = ("name", "trigger", "conditions", "steps", "stops")  # what a version of a rule is made of


class Rules(models.QuerySet["Rule"]):
    def of_house(self) -> Rules:
        """Those that are no programme's: see `earning`."""
        return self.filter(programme=None)

    def in_order(self) -> Rules:
        return self.order_by("position", "pk")

    def active(self) -> Rules:
        """The rules that are switched on, in the order in which they are asked."""
        return self.filter(is_active=True).in_order()


class Rule(models.Model):
    """When something happens, and if conditions hold, then do these steps."""

    name = models.CharField(_("name"), max_length=120)
    position = models.PositiveIntegerField(default=0)  # from 1, without gaps; the first is asked first
    is_active = models.BooleanField(_("switched on"), default=True)
    trigger = models.JSONField()  # {"event": "message.received"}, or a wait: see `triggers.py`
    conditions = models.JSONField(default=dict)  # a tree of `lib.conditions` over `fields.fields_for(trigger)`
    steps = models.JSONField(default=list)  # [{"do": "set priority", "priority": "high"}]: see `steps.py`
    programme = models.ForeignKey(
        Programme, null=True, on_delete=models.CASCADE, related_name="rules"
    )  # whose points it gives: then its one step is a scheme
    stops = models.BooleanField(_("no later rule"), default=False)  # when it has fired, later rules are not asked
    version = models.PositiveIntegerField(default=1)

    timed_from = models.DateTimeField(null=True)  # a rule about a wait: what was due earlier never rings
    seeded_to = models.BigIntegerField(null=True)  # timers are set for conversations up to this id; null: for all

    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = Rules.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def facts(self) -> dict[str, Any]:
        """What a version keeps of it, and what `save_rule` takes."""
        return {name: getattr(self, name) for name in VERSIONED}


class RuleVersion(models.Model):
    """A rule as it was saved once."""

    rule = models.ForeignKey(Rule, on_delete=models.CASCADE, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    facts = models.JSONField()  # `Rule.facts` of that time
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rule", "number"], name="rule_version_once")]


class Rulebook(models.Model):
    """All rules together, one row. Each change makes another edition, so every process sees whether what it remembers still holds."""

    edition = models.BigIntegerField(default=0)  # microseconds: one that was rolled back never comes again
    hours = models.CharField(
        max_length=32, blank=True
    )  # the working hours that timers were set by: see `timers.hours_now`
    kept_days = models.PositiveSmallIntegerField(default=90, db_default=90)  # so long the log of rules is kept
