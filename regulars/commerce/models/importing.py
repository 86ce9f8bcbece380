from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from regulars.commerce.models.shop import Shop
from regulars.team.models.table_run import RefusedCells, TableRun


class OrderImport(TableRun):
    """A table of orders or products that is being taken in."""

    class About(models.TextChoices):
        ORDERS = "orders", _("orders")
        PRODUCTS = "products", _("products")

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="imports")
    about = models.CharField(max_length=8, choices=About)

    class Meta(TableRun.Meta):
        indexes = [
            models.Index(fields=["worked_at"], name="order_import_in_turn", condition=models.Q(finished_at=None))
        ]


class RefusedLine(RefusedCells):
    source = models.ForeignKey(OrderImport, on_delete=models.CASCADE, related_name="refusals")

    class Meta(RefusedCells.Meta):
        constraints = [models.UniqueConstraint(fields=["source", "number"], name="refused_line_once")]
