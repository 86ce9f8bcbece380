from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulars.loyalty.models import Account, Operation, Programme
from regulars.rewards.models import Claim, Reward


class Achievement(models.Model):
    """Something that members reach: so often, or so many days, weeks or months in a row."""

    class How(models.TextChoices):
        TIMES = "times", _("so many times")
        DAYS = "day", _("so many days in a row")
        WEEKS = "week", _("so many weeks in a row")
        MONTHS = "month", _("so many months in a row")

    class Again(models.TextChoices):
        NEVER = "never", _("once and for all")
        WHEN_OVER = "when over", _("anew when its time is over")
        WHEN_REACHED = "when reached", _("anew as soon as it is reached")

    class Lasts(models.TextChoices):
        EVER = "", _("no end")
        WEEK = "week", _("until the end of the week")
        MONTH = "month", _("until the end of the month")
        QUARTER = "quarter", _("until the end of the quarter")
        YEAR = "year", _("until the end of the year")

    programme = models.ForeignKey(
        Programme, verbose_name=_("programme"), on_delete=models.PROTECT, related_name="achievements"
    )
    name = models.CharField(_("name"), max_length=80)
    text = models.CharField(_("what the member reads"), max_length=200, blank=True)
    event = models.CharField(_("what counts"), max_length=64)  # a kind of event
    how = models.CharField(_("how"), max_length=5, choices=How, default=How.TIMES)
    many = models.PositiveSmallIntegerField(
        _("how many"), default=5, validators=[MinValueValidator(1), MaxValueValidator(1000)]
    )
    again = models.CharField(_("again"), max_length=12, choices=Again, default=Again.NEVER)
    lasts = models.CharField(_("there is time"), max_length=7, choices=Lasts, blank=True, default=Lasts.EVER)
    points = models.PositiveIntegerField(_("points for it"), default=0, validators=[MaxValueValidator(10**9)])
    reward = models.ForeignKey(
        Reward, verbose_name=_("a reward for it"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_on = models.BooleanField(_("members see it"), default=True)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name


class Round(models.Model):
    """How far a member is with an achievement; of those that go on, the first, the second …"""

    achievement = models.ForeignKey(Achievement, on_delete=models.CASCADE, related_name="rounds", db_index=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    many = models.PositiveSmallIntegerField(default=0)
    began_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    reached_at = models.DateTimeField(null=True)
    times = models.PositiveSmallIntegerField(default=0)  # that it was reached, and lost again
    gain = models.ForeignKey(Operation, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    claim = models.ForeignKey(Claim, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["achievement", "account", "number"], name="round_once")]


class Step(models.Model):
    """One thing that counted, once."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="steps")
    about = models.CharField(max_length=64)  # "order:5", or "event:8" of what is about nothing else
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "about"], name="step_once")]
        indexes = [models.Index(fields=["about"], name="step_about")]
