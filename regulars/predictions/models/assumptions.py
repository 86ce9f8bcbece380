from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Assumptions(models.Model):
    """What predictions are made for, and what is taken for granted. The house has one row, or none."""

    ahead = models.PositiveSmallIntegerField(
        _("Days to look ahead"),
        default=90,
        validators=[MinValueValidator(14), MaxValueValidator(365)],
        help_text=_(
            "For expected orders, and for who is likely to stay away. Predictions need three times as long a history."
        ),
    )
    months = models.PositiveSmallIntegerField(
        _("Months that count for lifetime value"), default=24, validators=[MinValueValidator(1), MaxValueValidator(120)]
    )
    discount = models.PositiveSmallIntegerField(
        _("Discount, per cent a year"),
        default=10,
        validators=[MaxValueValidator(100)],
        help_text=_("What comes in a year is worth so much less than the same today."),
    )
    shut = ArrayField(
        models.CharField(max_length=120),
        verbose_name=_("Categories that are never suggested"),
        default=list,
        blank=True,
    )
    contract_from = models.CharField(
        _("A contract begins on"),
        max_length=64,
        blank=True,
        help_text=_("A field of customers that holds a day. For who leaves where customers have contracts."),
    )
    contract_until = models.CharField(
        _("A contract ended on"), max_length=64, blank=True, help_text=_("Empty while it runs.")
    )
    contract_months = models.PositiveSmallIntegerField(
        _("It is renewed every so many months"), default=1, validators=[MinValueValidator(1), MaxValueValidator(36)]
    )
    contract_left = models.CharField(
        _("A contract has ended where this says yes"),
        max_length=64,
        blank=True,
        help_text=_("A fact of customers, such as “churned”. Who leaves is then learnt from all other facts of them."),
    )
    aside = ArrayField(
        models.CharField(max_length=64),
        verbose_name=_("Facts that are not looked at"),
        default=list,
        blank=True,
        help_text=_("One in each line: what is only known of who has left, and what you do not want to judge by."),
    )

    def __str__(self) -> str:
        return str(_("Assumptions"))
