from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulars.customers.models import Customer

OF_THE_HOUSE = "fields."  # before a fact that the house keeps of its customers, so that it is none of ours


class Forecast(models.Model):
    """One time that predictions were made for all customers: what was seen, which model was best, and how right it was (`told`)."""

    asked_at = models.DateTimeField(default=timezone.now)
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=500, blank=True)
    as_of = models.DateField(null=True)  # the last day that was seen
    told = models.JSONField(default=dict)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["asked_at"], name="forecast_waiting", condition=Q(begun_at=None))]

    def __str__(self) -> str:
        return f"{self.as_of or self.asked_at:%Y-%m-%d}"


class Prediction(models.Model):
    """What one customer will probably do. Written anew each night for whoever has ordered; of two who became one, the last counts."""

    class Band(models.TextChoices):
        NONE = "", _("not known")
        LOW = "low", _("low")
        MEDIUM = "medium", _("medium")
        HIGH = "high", _("high")

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="predictions")
    orders = models.FloatField(null=True)  # in the days ahead
    spend = models.BigIntegerField(null=True)  # in the days ahead, in the smallest unit
    worth = models.BigIntegerField(null=True)  # margin of the months that count, discounted
    currency = models.CharField(max_length=3, blank=True)
    leaving = models.FloatField(
        null=True
    )  # the chance that no order comes in the days ahead, or that a contract is not renewed
    band = models.CharField(max_length=6, choices=Band, default=Band.NONE, blank=True)
    because = models.JSONField(default=list)  # [["recency", 0.8, 40], …]: fact, how far it speaks for leaving, value
    next_on = models.DateField(null=True)  # half of those like them order by then
    next_by = models.DateField(null=True)  # and nine of ten
    likes = models.JSONField(default=list)  # [[product, because of product], …], best first
    made_on = models.DateField()

    class Meta:
        indexes = [models.Index("leaving", "customer", name="prediction_leaving", condition=Q(leaving__isnull=False))]

    def __str__(self) -> str:
        return f"{self.customer_id}: {self.made_on}"
