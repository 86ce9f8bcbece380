from __future__ import annotations

from django.db import models
from django.utils import timezone

from regulars.commerce.models.order import Order, OrderLine
from regulars.team.models import Agent


class Refund(models.Model):
    """Money that went back to the customer for an order, goods that came back, or both."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="refunds")
    external_id = models.CharField(max_length=128)
    amount = models.BigIntegerField()  # with tax, in the order's currency
    shipping = models.BigIntegerField(default=0)  # how much of it is for shipping, with its tax
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    is_pending = models.BooleanField(default=False)  # asked for at the bank, and not there yet

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["order", "external_id"], name="refund_once")]


class RefundLine(models.Model):
    """What of a refund is for one line. `net` and `tax` as in OrderLine; no quantity: money alone."""

    refund = models.ForeignKey(Refund, on_delete=models.CASCADE, related_name="lines")
    line = models.ForeignKey(OrderLine, on_delete=models.CASCADE, related_name="refunds")
    quantity = models.PositiveIntegerField(default=0)
    net = models.BigIntegerField(default=0)
    tax = models.BigIntegerField(default=0)
    is_restocked = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["refund", "line"], name="refund_line_once")]


class RefundRequest(models.Model):
    """That somebody of the team wants the shop to give money back. It is done there; a refund that comes answers it."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="refund_requests")
    amount = models.BigIntegerField()
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at", "pk"]
