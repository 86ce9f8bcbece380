from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulars.customers.models.customer import Customer
from regulars.team.models import Agent


class TimelineEvents(models.QuerySet["TimelineEvent"]):
    def visible_to(self, agent: Agent) -> TimelineEvents:
        """What happened in inboxes that this agent works in, and what happened in none."""
        if agent.works_in is None:
            return self
        return self.filter(~models.Q(facts__has_key="inbox") | models.Q(facts__inbox__in=agent.works_in))


class TimelineEvent(models.Model):
    """One thing that happened between a customer and us. Written by `timeline.record` alone.

    No foreign key points here, so that the table can be partitioned or distributed later.
    """

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="events", db_index=False)
    kind = models.CharField(max_length=64)
    facts = models.JSONField(default=dict)
    about = models.CharField(max_length=64, blank=True)  # "conversation:42"
    by = models.CharField(max_length=200, blank=True)  # "agent:3": see Actor
    because = models.BigIntegerField(null=True)  # the event that this one follows from
    at = models.DateTimeField(default=timezone.now)

    objects = TimelineEvents.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["customer", "-at", "-id"], name="event_of_customer"),
            models.Index(fields=["about", "id"], name="event_about", condition=~models.Q(about="")),
        ]


class Listening(models.Model):
    """The kinds of events that a reaction follows from, for one that follows only on request."""

    name = models.CharField(max_length=120, unique=True)  # of the reaction
    kinds = ArrayField(models.CharField(max_length=64), default=list)


class Reaction(models.Model):
    """That `name` must follow from an event, and whether it has: at least once tried, once in effect."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    event_id = models.BigIntegerField()
    customer_id = models.BigIntegerField()
    name = models.CharField(max_length=120)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event_id", "name"], name="reaction_once")]
        indexes = [
            models.Index(fields=["due_at", "id"], name="reaction_waiting", condition=models.Q(state="waiting")),
            models.Index(
                fields=["customer_id", "name", "id"], name="reaction_in_turn", condition=models.Q(state="waiting")
            ),
            models.Index(fields=["-id"], name="reaction_failed", condition=models.Q(state="failed")),
        ]
