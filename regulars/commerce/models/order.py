from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulars.commerce.models.product import Product
from regulars.commerce.models.shop import Shop
from regulars.customers.models import Customer


def _in_any_case(name: str) -> OpClass:
    """For parts of words, as the list of orders looks for them."""
    return OpClass(Upper(name), name="gin_trgm_ops")


class Orders(models.QuerySet["Order"]):
    def counted(self) -> Orders:
        """Those that are business: no tests, and none that were cancelled or deleted."""
        return self.filter(is_test=False, cancelled_at=None, deleted_at=None)

    def open(self) -> Orders:
        """Those that the customer still waits for."""
        return self.counted().filter(delivered_at=None, is_complete=False)


class Order(models.Model):
    """What somebody bought in one go. Amounts are in the smallest unit of `currency`, the shop's own.

    `total` is what was asked for, with tax and shipping and after discounts; `gift_card` is how much of it was paid from a gift card.
    A line's `net` is what it is worth to us: see OrderLine.
    """

    class Paid(models.TextChoices):
        PENDING = "pending", _("not paid")
        AUTHORISED = "authorised", _("authorised")
        PARTLY = "partly", _("partly paid")
        PAID = "paid", _("paid")
        PARTLY_REFUNDED = "partly refunded", _("partly refunded")
        REFUNDED = "refunded", _("refunded")
        VOIDED = "voided", _("voided")
        FAILED = "failed", _("payment failed")

    # All that was asked for had come in, whatever went back since.
    SETTLED = (Paid.PAID, Paid.PARTLY_REFUNDED, Paid.REFUNDED)

    class Shipped(models.TextChoices):
        NOT_YET = "not yet", _("not shipped")
        PARTLY = "partly", _("partly shipped")
        SHIPPED = "shipped", _("shipped")
        DELIVERED = "delivered", _("delivered")

    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="orders")
    external_id = models.CharField(max_length=128)
    number = models.CharField(max_length=64)  # as the customer knows it
    customer = models.ForeignKey(Customer, null=True, on_delete=models.SET_NULL, related_name="orders", db_index=False)
    email = models.CharField(max_length=320, blank=True)  # that the order was placed with, in the form of identities
    buyer = models.CharField(max_length=200, blank=True)  # the name on it
    buyer_id = models.CharField(max_length=160, blank=True)  # the shop's id of them
    currency = models.CharField(max_length=3)
    total = models.BigIntegerField(default=0)
    tax = models.BigIntegerField(default=0)
    shipping = models.BigIntegerField(default=0)  # without tax
    discount = models.BigIntegerField(default=0)
    gift_card = models.BigIntegerField(default=0)
    refunded = models.BigIntegerField(default=0)  # money that went back, counted from the refunds
    is_tax_included = models.BooleanField(default=False)  # in the prices of lines
    shown_currency = models.CharField(max_length=3, blank=True)  # that the customer paid in, when it is another
    shown_total = models.BigIntegerField(null=True)
    is_test = models.BooleanField(default=False)

    said_paid = models.CharField(
        max_length=16, choices=Paid, default=Paid.PENDING
    )  # as the shop says, before what we count
    paid = models.CharField(max_length=16, choices=Paid, default=Paid.PENDING)
    said_shipped = models.CharField(max_length=16, choices=Shipped, default=Shipped.NOT_YET)
    shipped = models.CharField(max_length=16, choices=Shipped, default=Shipped.NOT_YET)
    is_complete = models.BooleanField(default=False)  # nothing more will be done about it
    placed_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)
    shipped_at = models.DateTimeField(null=True)  # the first parcel
    delivered_at = models.DateTimeField(null=True)  # the last parcel, when nothing is left to ship
    cancelled_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(max_length=64, blank=True)
    deleted_at = models.DateTimeField(null=True)  # by the shop

    address = models.URLField(max_length=500, blank=True)  # where the shop shows it to the team
    status_address = models.URLField(max_length=1000, blank=True)  # and to the customer
    source_at = models.DateTimeField(null=True)  # how new what we know is, by the shop's own clock
    # Which of its milestones stand on the timeline; and what was asked and had gone back by then, and which refunds failed.
    told = ArrayField(models.CharField(max_length=32), default=list)
    created_at = models.DateTimeField(default=timezone.now)

    objects = Orders.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop", "external_id"], name="order_once")]
        indexes = [
            models.Index(fields=["customer", "-placed_at", "-id"], name="order_of_customer"),
            models.Index(fields=["-placed_at", "-id"], name="order_newest"),
            models.Index(fields=["buyer_id"], name="order_by_buyer_id", condition=~Q(buyer_id="")),
            models.Index(fields=["email"], name="order_by_email", condition=~Q(email="")),
            GinIndex(_in_any_case("number"), _in_any_case("buyer"), name="order_words"),
        ]

    def __str__(self) -> str:
        return self.number

    @staticmethod
    def came_by(addresses: Iterable[str], since: datetime) -> Q:
        """Which orders came by these addresses since then."""
        return Q(email__in=list(addresses), created_at__gt=since)


class OrderName(models.Model):
    """Another id that a shop knows an order by: a payment's, a session's, an invoice's."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="names")
    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="+", db_index=False)
    value = models.CharField(max_length=128)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop", "value"], name="order_name_once")]


class OrderLine(models.Model):
    """So many of one product. `net` is what was paid for the goods alone: after discounts, without tax and shipping.

    `by_gift_card` is the part of `net` that a gift card paid; `refunded_net` what of it went back. A line that *is* a gift card says so.
    """

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    external_id = models.CharField(max_length=128)
    product = models.ForeignKey(Product, null=True, on_delete=models.SET_NULL, related_name="lines")
    title = models.CharField(max_length=300)
    variant = models.CharField(max_length=200, blank=True)
    sku = models.CharField(max_length=120, blank=True)
    quantity = models.PositiveIntegerField()
    price = models.BigIntegerField()  # of all of them as they were listed, before discounts
    discount = models.BigIntegerField(default=0)
    tax = models.BigIntegerField(default=0)
    net = models.BigIntegerField()
    by_gift_card = models.BigIntegerField(default=0)
    is_gift_card = models.BooleanField(default=False)
    refunded_quantity = models.PositiveIntegerField(default=0)
    refunded_net = models.BigIntegerField(default=0)
    refunded_tax = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["order", "external_id"], name="order_line_once")]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.title}"

    @property
    def left(self) -> int:
        """How many were not refunded."""
        return max(self.quantity - self.refunded_quantity, 0)
