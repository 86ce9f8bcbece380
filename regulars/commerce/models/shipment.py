from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from regulars.commerce.models.order import Order


class Shipment(models.Model):
    """One parcel of an order, and how far it has come."""

    class State(models.TextChoices):
        PREPARED = "prepared", _("being prepared")
        SHIPPED = "shipped", _("on its way")
        DELIVERED = "delivered", _("delivered")
        TROUBLED = "troubled", _("could not be delivered")
        CANCELLED = "cancelled", _("cancelled")

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="shipments")
    external_id = models.CharField(max_length=128)
    state = models.CharField(max_length=9, choices=State, default=State.SHIPPED)
    carrier = models.CharField(max_length=120, blank=True)
    tracking_number = models.CharField(max_length=120, blank=True)
    tracking_address = models.URLField(max_length=1000, blank=True)
    quantities = models.JSONField(default=dict)  # {"external id of a line": how many}; nothing said: all that is left
    shipped_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    source_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["shipped_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["order", "external_id"], name="shipment_once")]
        indexes = [
            models.Index(fields=["tracking_number"], name="shipment_tracking", condition=~models.Q(tracking_number=""))
        ]
