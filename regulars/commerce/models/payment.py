from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from regulars.commerce.models.order import Order


class Payment(models.Model):
    """Money that came for an order, or was set aside for it."""

    class State(models.TextChoices):
        PENDING = "pending", _("pending")
        AUTHORISED = "authorised", _("authorised")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="payments")
    external_id = models.CharField(max_length=128)
    way = models.CharField(max_length=80, blank=True)  # "visa", "paypal", "gift_card", as the shop says
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=10, choices=State, default=State.DONE)
    is_gift_card = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["order", "external_id"], name="payment_once")]


class Dispute(models.Model):
    """That the customer has asked their bank for the money back."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        WON = "won", _("decided for us")
        LOST = "lost", _("decided for the customer")

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="disputes")
    external_id = models.CharField(max_length=128)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    reason = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=4, choices=State, default=State.OPEN)
    at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["order", "external_id"], name="dispute_once")]
