from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulars.commerce.models.shop import Shop


class Product(models.Model):
    """Something that a shop sells. One that we know from orders alone has no `source_at`."""

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="products")
    external_id = models.CharField(max_length=128)
    title = models.CharField(_("title"), max_length=300)
    vendor = models.CharField(max_length=120, blank=True)
    categories = ArrayField(
        models.CharField(max_length=120), default=list
    )  # collections, kinds and tags, as the shop has them
    skus = ArrayField(models.CharField(max_length=120), default=list)
    price = models.BigIntegerField(null=True)  # of the first variant, in the smallest unit
    currency = models.CharField(max_length=3, blank=True)
    address = models.URLField(max_length=500, blank=True)  # where customers see it
    picture = models.URLField(max_length=1000, blank=True)
    is_sold = models.BooleanField(default=True)  # to be had now
    source_at = models.DateTimeField(null=True)  # how new what we know is, by the shop's own clock
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop", "external_id"], name="product_once")]
        indexes = [
            GinIndex(fields=["categories"], name="product_categories"),
            GinIndex(fields=["skus"], name="product_skus"),
        ]

    def __str__(self) -> str:
        return self.title
