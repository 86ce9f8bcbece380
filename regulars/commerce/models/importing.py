from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulars.commerce.models.shop import Shop
from regulars.team.models import Agent


class OrderImport(models.Model):
    """A table of orders or products that is being taken in. Its bytes are gone when it is done."""

    class About(models.TextChoices):
        ORDERS = "orders", _("orders")
        PRODUCTS = "products", _("products")

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="imports")
    about = models.CharField(max_length=8, choices=About)
    name = models.CharField(max_length=200)  # of the file
    sha256 = models.CharField(max_length=64, blank=True)
    agent = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+")
    columns = models.JSONField(default=list)  # the first line as it stood there
    total = models.PositiveIntegerField(default=0)  # lines
    place = models.PositiveIntegerField(default=0)  # lines seen to
    taken = models.PositiveIntegerField(default=0)  # orders or products
    refused = models.PositiveIntegerField(default=0)  # lines
    is_stopped = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    worked_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["worked_at"], name="order_import_in_turn", condition=models.Q(finished_at=None))
        ]


class RefusedLine(models.Model):
    """A line that was not taken, and why: to be mended and taken in again."""

    source = models.ForeignKey(OrderImport, on_delete=models.CASCADE, related_name="refusals")
    number = models.PositiveIntegerField()  # in the file, the first being 1
    field = models.CharField(max_length=64)
    reason = models.CharField(max_length=500)
    cells = models.JSONField(default=list)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["source", "number"], name="refused_line_once")]
