from __future__ import annotations

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from regulars.loyalty.models import Account, Operation, Programme


class Place(models.Model):
    """A shop that one can walk into."""

    name = models.CharField(
        _("name"), max_length=80, unique=True, help_text=_("Members read it beside their points: Canal Street.")
    )
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="places", verbose_name=_("loyalty programme")
    )
    largest = models.BigIntegerField(
        _("largest purchase"),
        default=100_000,
        validators=[MinValueValidator(1)],
        help_text=_("In the smallest unit of the programme’s currency: a till credits no more than that at once."),
    )
    is_open = models.BooleanField(_("has a till"), default=True)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Slip(models.Model):
    """One thing that was done at a till. The client id is made up there, so that the same slip is taken once, however often it comes."""

    class Kind(models.TextChoices):
        EARN = "earn", pgettext_lazy("till", "Purchase")
        REDEEM = "redeem", pgettext_lazy("till", "Redeemed")
        VISIT = "visit", pgettext_lazy("till", "Visit")

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="slips", db_index=False)
    client_id = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=32)  # of what was asked, to tell a repeated slip from another one
    kind = models.CharField(max_length=8, choices=Kind)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="slips")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    amount = models.BigIntegerField(null=True)  # paid, in the currency's smallest unit
    points = models.BigIntegerField(default=0)  # given; below zero when they were spent
    balance = models.BigIntegerField()  # as shown after it
    operation = models.ForeignKey(Operation, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    receipt = models.CharField(max_length=80, blank=True)
    happened_at = models.DateTimeField()  # by the till
    taken_at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="slip_of_points_has_an_operation", condition=Q(kind="visit") | Q(operation__isnull=False)
            )
        ]
        indexes = [models.Index(fields=["place", "-happened_at", "-id"], name="slip_of_place")]

    def __str__(self) -> str:
        return self.client_id
