from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from regulars.customers.models import Customer
from regulars.loyalty.models import Account, Hold, Operation
from regulars.rewards.models.reward import Reward


class Claim(models.Model):
    """One reward that somebody has, from when they claimed it, or were given it, until it is used up, cancelled or over.

    `promised` is what the reward was then: who has a code keeps it, whatever becomes of the catalogue.
    """

    class State(models.TextChoices):
        READY = "ready", _("ready to use")
        ORDERED = "ordered", pgettext_lazy("reward", "to be sent")
        SHIPPED = "shipped", _("on its way")
        DELIVERED = "delivered", _("delivered")
        USED = "used", _("used")
        CANCELLED = "cancelled", _("cancelled")
        EXPIRED = "expired", _("expired")

    VOID = (State.CANCELLED, State.EXPIRED)

    reward = models.ForeignKey(Reward, on_delete=models.PROTECT, related_name="claims")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="claims", db_index=False)
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="claims", db_index=False)
    promised = models.JSONField(default=dict)
    points = models.BigIntegerField(default=0)  # that it cost
    hold = models.OneToOneField(
        Hold, null=True, on_delete=models.PROTECT, related_name="claim"
    )  # of points that are set aside
    operation = models.ForeignKey(
        Operation, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )  # that spent them
    state = models.CharField(max_length=10, choices=State, default=State.READY)
    code = models.CharField(max_length=64, unique=True)
    value = models.BigIntegerField(default=0)  # that was on a gift card
    left = models.BigIntegerField(default=0)  # that still is
    address = models.TextField(max_length=500, blank=True)  # where to send it
    tracking = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=200, blank=True)  # of whoever gave it, or cancelled it
    reference = models.CharField(max_length=120, blank=True)  # the order or receipt that it was used with
    cell = models.CharField(max_length=80, blank=True)  # in whose company they claimed it: see choosing.py
    is_gift = models.BooleanField(default=False)
    key = models.CharField(max_length=160, null=True, unique=True)
    claimed_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True)  # from this instant it cannot be used
    settled_at = models.DateTimeField(null=True)  # used, delivered, cancelled or over

    class Meta:
        constraints = [
            models.CheckConstraint(name="claim_card_holds", condition=Q(left__gte=0, left__lte=F("value"))),
        ]
        indexes = [
            models.Index(fields=["customer", "-id"], name="claim_of_customer"),
            models.Index(fields=["state", "-id"], name="claim_in_state"),
            models.Index(
                fields=["expires_at"], name="claim_ends", condition=Q(state="ready", expires_at__isnull=False)
            ),
            models.Index(fields=["cell", "reward"], name="claim_in_cell"),
        ]

    def __str__(self) -> str:
        return str(self.promised.get("name") or self.reward_id)

    def promise(self, name: str) -> Any:
        return self.promised.get(name)

    @property
    def is_card(self) -> bool:
        return self.promise("kind") == Reward.Kind.GIFT_CARD

    def is_over(self, now: datetime) -> bool:
        """Time is a fact: nobody needs to have written it down."""
        return self.expires_at is not None and self.expires_at <= now


class CardEntry(models.Model):
    """So much was paid from a gift card, or put back on it: then it is less than nothing."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="entries")
    amount = models.BigIntegerField()
    left = models.BigIntegerField()  # after it
    reference = models.CharField(max_length=120, blank=True)
    key = models.CharField(max_length=128, null=True)
    by = models.CharField(max_length=200)  # see Actor
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim", "key"], name="card_entry_once", condition=Q(key__isnull=False))
        ]
