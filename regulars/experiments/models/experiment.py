from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulars.customers.models import Customer
from regulars.experiments.models.holdout import new_salt


class Experiments(models.QuerySet["Experiment"]):
    def running(self) -> Experiments:
        return self.filter(begun_at__isnull=False, ended_at=None)


class Experiment(models.Model):
    """One question, put to the customers: each is in one arm by lot, rules ask in which, and what they buy then is compared.

    `who` is a condition about customers. `arms` are [{"word": "control", "name": "As always", "share": 50}, …]; the first is what
    the others are compared with.
    """

    name = models.CharField(_("name"), max_length=80)
    word = models.SlugField(
        _("short name"),
        max_length=40,
        unique=True,
        help_text=_("As rules and programs call it: small letters, digits and hyphens."),
    )
    question = models.CharField(_("what we want to know"), max_length=300, blank=True)
    who = models.JSONField(default=dict)
    arms = models.JSONField(default=list)
    salt = models.CharField(max_length=32, default=new_salt)
    ends_on = models.DateField(
        _("look at it on"), help_text=_("Said before it begins, so that nobody stops at the moment that pleases them.")
    )
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    looked_at = models.DateTimeField(null=True)  # for customers who have come to fit
    created_at = models.DateTimeField(default=timezone.now)

    objects = Experiments.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                fields=["looked_at"], name="experiment_running", condition=Q(begun_at__isnull=False, ended_at=None)
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def control(self) -> dict[str, Any]:
        return self.arms[0]

    @property
    def state(self) -> str:
        return "draft" if not self.begun_at else "ended" if self.ended_at else "running"


class Assigned(models.Model):
    """That a customer is in an arm, since when. `home` is the customer that the lot was drawn for: two who are one keep both lots."""

    experiment = models.ForeignKey(Experiment, on_delete=models.CASCADE, related_name="assigned", db_index=False)
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")
    home = models.BigIntegerField()
    arm = models.CharField(max_length=40)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["experiment", "home"], name="assigned_once")]

    def __str__(self) -> str:
        return f"{self.experiment_id}: {self.arm}"
