from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from regulars.loyalty.models import Programme

MOST_POINTS = 10**9


class Scheme(models.Model):
    """What a programme gives for a friend who is brought along. What was promised to somebody stays with their referral."""

    class Every(models.TextChoices):
        MONTH = "month", _("a month")
        QUARTER = "quarter", _("a quarter")
        YEAR = "year", _("a year")
        EVER = "ever", _("in all")

    programme = models.OneToOneField(Programme, on_delete=models.CASCADE, related_name="scheme")
    is_open = models.BooleanField(_("members may bring friends along"), default=False)
    giver_points = models.PositiveIntegerField(
        _("the member gets"), default=500, validators=[MaxValueValidator(MOST_POINTS)]
    )
    friend_points = models.PositiveIntegerField(
        _("the friend gets"), default=250, validators=[MaxValueValidator(MOST_POINTS)]
    )
    least_order = models.BigIntegerField(default=2500)  # of the friend's purchase, in the currency's smallest unit
    wait_days = models.PositiveSmallIntegerField(
        _("days between the purchase and the points"),
        default=14,
        validators=[MaxValueValidator(365)],
        help_text=_("As long as it may be sent back."),
    )
    buy_days = models.PositiveSmallIntegerField(
        _("days that a link counts"), default=180, validators=[MinValueValidator(1), MaxValueValidator(730)]
    )
    late_days = models.PositiveSmallIntegerField(
        _("days after joining within which a code may be typed"), default=14, validators=[MaxValueValidator(365)]
    )
    most = models.PositiveSmallIntegerField(
        _("friends at most that give the member points"), default=10, validators=[MinValueValidator(1)]
    )
    every = models.CharField(_("in each"), max_length=7, choices=Every, default=Every.MONTH)
    review_at = models.PositiveSmallIntegerField(
        _("somebody looks at it from"), default=30, help_text=_("As much as the signs below weigh together.")
    )
    void_at = models.PositiveSmallIntegerField(_("it does not count from"), default=100)
    weights = models.JSONField(default=dict)  # {"same place": 30}: where they are otherwise than usual
    milestones = models.JSONField(default=list)  # [[5, 1000]]: with so many friends, so many points more; in order
    trusted_places = ArrayField(models.CharField(max_length=45), default=list, blank=True)  # network addresses
    words = models.CharField(_("what the friend reads"), max_length=300, blank=True)

    def __str__(self) -> str:
        return self.programme.name
