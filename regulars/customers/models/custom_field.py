from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class CustomFields(models.QuerySet["CustomField"]):
    def asked(self, about: str) -> CustomFields:
        """Those that stand on pages now, in their order."""
        return self.filter(about=about, retired_at=None)


class CustomField(models.Model):
    """Something that this house keeps about conversations, customers or companies, beyond what everybody does.

    Its values stand in the JSON of what it is about, under `key`, in the form that `field_kinds.read` gives them.
    Never deleted: what asks for a retired one still knows it.
    """

    class About(models.TextChoices):
        CONVERSATION = "conversation", _("conversations")
        CUSTOMER = "customer", _("customers")
        COMPANY = "company", _("companies")

    class Kind(models.TextChoices):
        TEXT = "text", _("one line of text")
        LONG = "long", _("text of several lines")
        NUMBER = "number", _("number")
        MONEY = "money", _("amount of money")
        DAY = "day", _("day")
        MOMENT = "moment", _("day and time")
        BOOLEAN = "boolean", _("yes or no")
        CHOICE = "choice", _("one of several choices")
        CHOICES = "choices", _("any of several choices")
        LINK = "link", _("web address")
        CUSTOMER = "customer", _("a customer")
        AGENT = "agent", _("an agent")

    about = models.CharField(max_length=16, choices=About)
    key = models.CharField(max_length=48)  # small letters, digits and _
    label = models.CharField(_("name"), max_length=80)
    kind = models.CharField(max_length=16, choices=Kind)
    help = models.CharField(_("help"), max_length=200, blank=True)
    unit = models.CharField(_("currency"), max_length=3, blank=True)  # of an amount: ISO 4217
    choices = models.JSONField(default=list, blank=True)  # [{"word", "label", "is_retired"}], in their order
    default = models.JSONField(null=True, blank=True)
    is_required = models.BooleanField(default=False)  # before an agent resolves
    is_public = models.BooleanField(default=False)  # the customer may see it
    is_used = models.BooleanField(default=False)  # something was kept in it: its kind stays
    is_indexed = models.BooleanField(default=False)
    index_state = models.CharField(max_length=8, blank=True)  # "", "wanted", "ready" or "failed": see keep_indexes
    position = models.IntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = CustomFields.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["about", "key"], name="custom_field_once")]

    def __str__(self) -> str:
        return self.label

    def labels(self) -> dict[str, str]:
        """Of each choice, also of those that are offered no more."""
        return {each["word"]: each["label"] for each in self.choices}

    def offered(self) -> Iterable[dict[str, Any]]:
        return [each for each in self.choices if not each.get("is_retired")]
