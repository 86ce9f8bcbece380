from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from regulars.loyalty.models import Programme


class Paying(models.Model):
    """How members pay with points at a checkout: what points are worth, the terms say."""

    programme = models.OneToOneField(Programme, primary_key=True, on_delete=models.CASCADE, related_name="paying")
    is_on = models.BooleanField(_("members may pay with points"), default=False)
    least = models.PositiveBigIntegerField(_("at least so many points"), default=0)
    step = models.PositiveIntegerField(_("in whole steps of so many points"), default=1)
    percent = models.PositiveSmallIntegerField(_("at most so many per cent of an order"), default=100)
