"""Groups of customers: chosen by conditions, or by hand."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulars.customers.models import Customer


class Segment(models.Model):
    """A group of customers with a name. Who is in one follows from its conditions, or was said by hand."""

    class Kind(models.TextChoices):
        RULE = "rule", _("by conditions")
        LIST = "list", _("by hand")

    name = models.CharField(_("name"), max_length=80, unique=True)
    about = models.CharField(_("what it is for"), max_length=300, blank=True)
    kind = models.CharField(max_length=4, choices=Kind, default=Kind.RULE)
    conditions = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=1)
    built = models.PositiveIntegerField(default=0)  # the version for which all customers have been asked
    cursor = models.BigIntegerField(null=True, default=0)  # how far, by their ids, while all of them are being asked
    size = models.PositiveIntegerField(default=0)
    built_at = models.DateTimeField(null=True)  # when all were asked last
    corrected = models.PositiveIntegerField(default=0)  # who stood wrong, when that was looked through last night
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name

    @property
    def is_building(self) -> bool:
        return self.built < self.version


class Membership(models.Model):
    """That a customer is in a segment, or was: since when, and until when.

    No foreign key to the customer: nobody is moved here when two become one. Who goes on is asked for anew.
    """

    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="memberships", db_index=False)
    customer_id = models.BigIntegerField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["segment", "customer_id"], condition=Q(until=None), name="member_once")
        ]
        indexes = [
            models.Index(fields=["customer_id", "segment"], name="member_of"),
            models.Index(fields=["segment", "-since", "-id"], name="member_newest"),
            models.Index(fields=["segment", "-until"], name="member_left", condition=Q(until__isnull=False)),
        ]


class Listed(models.Model):
    """That somebody of the team, or a program, put a customer on a list. It moves with the customer."""

    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="listed")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)


class Flip(models.Model):
    """When the clock alone will next bring a customer into a segment, or out of it: they are asked for again then."""

    pk = models.CompositePrimaryKey("segment_id", "customer_id")
    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="+", db_index=False)
    customer_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="flip_due")]


class Night(models.Model):
    """When everything that is done once a night was done last."""

    at = models.DateTimeField()


class Worth(models.Model):
    """How a customer's buying compares with everybody else's: recency, frequency and money from 1 to 5, reckoned each night."""

    customer_id = models.BigIntegerField(primary_key=True)
    recency = models.PositiveSmallIntegerField()
    frequency = models.PositiveSmallIntegerField()
    money = models.PositiveSmallIntegerField()
