"""Who our customers are, and everything that ever happened between them and us."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Company(models.Model):
    """An organisation that customers belong to. `domain` joins new customers by their e-mail address."""

    name = models.CharField(_("name"), max_length=200)
    domain = models.CharField(_("e-mail domain"), max_length=253, unique=True, null=True, blank=True)
    attributes = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "companies"

    def __str__(self) -> str:
        return self.name


class Customer(models.Model):
    """A person, known by any number of addresses, phones and ids of other systems."""

    is_just_met = False  # true of whom `identify` has not known before, while nothing else is known of them

    name = models.CharField(_("name"), max_length=200, blank=True)  # until we hear a name: the address they came by
    company = models.ForeignKey(Company, null=True, blank=True, on_delete=models.SET_NULL, related_name="customers")
    language = models.CharField(_("language"), max_length=16, blank=True, help_text=_("BCP 47, such as en or pt-BR"))
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    away_until = models.DateField(null=True, blank=True)  # the last day, as they told us
    attributes = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            GinIndex(fields=["name"], name="customer_name_trgm", opclasses=["gin_trgm_ops"]),
            models.Index(fields=["company"], name="customer_company"),
        ]

    def __str__(self) -> str:
        return self.name or str(_("Somebody"))


class Identity(models.Model):
    """One way to recognise a customer. No two customers share one."""

    class Kind(models.TextChoices):
        EMAIL = "email", _("e-mail")
        PHONE = "phone", _("phone")
        EXTERNAL = "external", _("id elsewhere")

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="identities")
    kind = models.CharField(max_length=16, choices=Kind)
    value = models.CharField(max_length=320, help_text=_("normalised: see identities.normalise"))
    is_primary = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "value"], name="identity_once")]
        indexes = [GinIndex(fields=["value"], name="identity_value_trgm", opclasses=["gin_trgm_ops"])]

    def __str__(self) -> str:
        return self.value


class CustomerNote(models.Model):
    """What the team should know about a customer. The customer never sees it."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="notes")
    agent = models.ForeignKey("team.Agent", null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.TextField()
    at = models.DateTimeField(default=timezone.now)


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
