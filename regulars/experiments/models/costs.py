from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Costs(models.Model):
    """What turns spending into worth. The house has one row, or none."""

    conversation = models.PositiveIntegerField(
        _("A conversation costs"),
        default=0,
        help_text=_(
            "Pay and tools for one, in the smallest unit of the currency that spending is counted in: 450 is €4.50."
        ),
    )

    def __str__(self) -> str:
        return str(_("What things cost"))
