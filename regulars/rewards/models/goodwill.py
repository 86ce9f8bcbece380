from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from regulars.conversations.models import Conversation
from regulars.customers.models import Customer
from regulars.loyalty.models import Operation, Programme
from regulars.rewards.models.claim import Claim
from regulars.rewards.models.reward import Reward
from regulars.team.models import Agent, Role


class Budget(models.Model):
    """How much goodwill those of a role may give, in the programme's currency; without a role: everybody whose role has none.

    What is None is not limited. Above `alone` somebody else must agree.
    """

    class Period(models.TextChoices):
        DAY = "day", pgettext_lazy("budget", "a day")
        WEEK = "week", pgettext_lazy("budget", "a week")
        MONTH = "month", pgettext_lazy("budget", "a month")

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="budgets")
    role = models.ForeignKey(
        Role, verbose_name=_("role"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    period = models.CharField(_("counted"), max_length=5, choices=Period, default=Period.MONTH)
    most = models.BigIntegerField(null=True)  # of one agent, in a period
    most_per_customer = models.BigIntegerField(null=True)  # by everybody, in a period
    alone = models.BigIntegerField(null=True)  # in one gift

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "role"], name="budget_once", nulls_distinct=False),
        ]


class Goodwill(models.Model):
    """Points or a reward that an agent gives for a reason, within their budget; or would like to, and waits for somebody to agree."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("goodwill", "waits for approval")
        GIVEN = "given", pgettext_lazy("goodwill", "given")
        DECLINED = "declined", pgettext_lazy("goodwill", "declined")

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="goodwill")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+", db_index=False)
    points = models.BigIntegerField(null=True)
    reward = models.ForeignKey(Reward, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    worth = models.BigIntegerField()  # in the currency's smallest unit
    reason = models.CharField(max_length=200)  # the customer reads it
    conversation = models.ForeignKey(
        Conversation, null=True, on_delete=models.SET_NULL, related_name="goodwill", db_index=False
    )
    agent = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="goodwill", db_index=False)
    state = models.CharField(max_length=8, choices=State)
    decided_by = models.ForeignKey(Agent, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    answer = models.CharField(max_length=200, blank=True)  # of whoever declined it
    operation = models.ForeignKey(Operation, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    claim = models.ForeignKey(Claim, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=128, null=True)
    at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agent", "key"], name="goodwill_once", condition=Q(key__isnull=False)),
            models.CheckConstraint(name="goodwill_is_one", condition=Q(points__isnull=True) ^ Q(reward__isnull=True)),
        ]
        indexes = [
            models.Index(fields=["agent", "at"], name="goodwill_of_agent"),
            models.Index(fields=["at"], name="goodwill_waiting", condition=Q(state="waiting")),
        ]
