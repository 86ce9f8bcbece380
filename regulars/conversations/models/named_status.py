from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Category(models.TextChoices):
    """What a status means to the house, whatever it is called. These three are fixed."""

    OPEN = "open", _("Open")
    PENDING = "pending", _("Pending")
    RESOLVED = "resolved", _("Resolved")


class NamedStatus(models.Model):
    """A status of the house's own within a category: “with the supplier” is pending. A conversation without one is plainly open, pending or resolved."""

    name = models.CharField(_("name"), max_length=48)
    category = models.CharField(_("category"), max_length=16, choices=Category)
    position = models.PositiveSmallIntegerField(default=0)
    is_default = models.BooleanField(default=False)  # what a conversation has when it comes into the category
    retired_at = models.DateTimeField(null=True)  # no conversation gets it any more; those that have it keep it

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["category"], name="status_default_once", condition=Q(is_default=True)),
            models.UniqueConstraint("name", name="status_name_once", condition=Q(retired_at=None)),
        ]

    def __str__(self) -> str:
        return self.name
