from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from regulars.customers.models import Customer
from regulars.loyalty.models import Operation, Programme
from regulars.rewards.models import Claim, Reward

MOST_POINTS = 10**9


class Surprise(models.Model):
    """What may be drawn for a member whom a rule or one of us wants to please, how often, and for how much in all."""

    class Every(models.TextChoices):
        MONTH = "month", _("a month")
        QUARTER = "quarter", _("a quarter")
        YEAR = "year", _("a year")
        EVER = "ever", _("in all")

    programme = models.ForeignKey(
        Programme, verbose_name=_("programme"), on_delete=models.PROTECT, related_name="surprises"
    )
    name = models.CharField(_("name"), max_length=80)
    reason = models.CharField(
        _("what the member reads"), max_length=160, help_text=_("Such as: For the trouble you had with us.")
    )
    is_open = models.BooleanField(_("it is drawn"), default=False)
    budget = models.PositiveIntegerField(
        _("points at most"),
        default=10_000,
        validators=[MaxValueValidator(MOST_POINTS)],
        help_text=_("Rewards count as what they cost in points."),
    )
    every = models.CharField(_("in each"), max_length=7, choices=Every, default=Every.MONTH)
    member_days = models.PositiveSmallIntegerField(
        _("days between two draws for one member"), default=30, validators=[MaxValueValidator(3650)]
    )
    agent_most = models.PositiveSmallIntegerField(
        _("draws of one agent in a day"), default=5, validators=[MinValueValidator(1)]
    )
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name


class Prize(models.Model):
    """One thing that may come of a draw: points, or a reward."""

    surprise = models.ForeignKey(Surprise, on_delete=models.CASCADE, related_name="prizes")
    name = models.CharField(max_length=80)
    chance = models.PositiveSmallIntegerField()  # of 10,000
    points = models.PositiveIntegerField(default=0)
    reward = models.ForeignKey(Reward, null=True, on_delete=models.PROTECT, related_name="+")
    stock = models.PositiveIntegerField(null=True)  # that are left; none: as many as are drawn
    is_gone = models.BooleanField(default=False)  # taken out of the surprise; draws remember it

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="prize_is_one_thing", condition=Q(reward=None, points__gt=0) | Q(reward__isnull=False, points=0)
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def worth(self) -> int:
        """In points, for the budget."""
        return self.reward.in_points if self.reward else self.points


class Draw(models.Model):
    """One lot, as it can be drawn again: its seed, the chances as they were then, and what came of it; or why there was none."""

    class WhyNot(models.TextChoices):
        CLOSED = "closed", _("it is not drawn now")
        NO_MEMBER = "no member", _("no member, or not active")
        OBJECTS = "objects", _("they object to being profiled")
        HELD = "held", _("in the control group")
        TOO_SOON = "too soon", _("they had a draw a short while ago")
        AGENT = "agent", _("the agent has drawn enough today")

    surprise = models.ForeignKey(Surprise, on_delete=models.PROTECT, related_name="draws", db_index=False)
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=128, null=True)
    why_not = models.CharField(max_length=9, choices=WhyNot, blank=True)
    seed = models.CharField(max_length=32, blank=True)
    chances = models.JSONField(default=list)  # [[7, 500]]: the prize's number, of 10,000; what is left is nothing
    ticket = models.PositiveSmallIntegerField(null=True)  # from 0 to 9999
    prize = models.ForeignKey(Prize, null=True, on_delete=models.PROTECT, related_name="draws", db_index=False)
    worth = models.PositiveIntegerField(default=0)  # in points
    gain = models.ForeignKey(Operation, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    claim = models.ForeignKey(Claim, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    by = models.CharField(max_length=200)  # see Actor
    because = models.BigIntegerField(null=True)  # the event on the timeline that it follows from
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["surprise", "key"], name="draw_once", condition=Q(key__isnull=False))
        ]
        indexes = [models.Index(fields=["surprise", "-at"], name="draw_in_time")]

    @property
    def said(self) -> str:
        if self.why_not:
            return self.get_why_not_display()
        return str(self.prize) if self.prize else str(pgettext_lazy("of a draw", "nothing"))
