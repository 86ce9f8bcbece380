from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from regulars.commerce.models.order import Order, OrderLine
from regulars.customers.models import Customer
from regulars.team.models import Agent


class Terms(models.Model):
    """What customers may send back and what they are told, in which currency spending is counted, and what is left of it. The house has one row, or none."""

    DAYS, CURRENCY = 30, "EUR"

    is_offered = models.BooleanField(_("Customers may ask for returns themselves"), default=True)
    days = models.PositiveSmallIntegerField(
        _("Days to ask for it"),
        default=DAYS,
        help_text=_("From delivery, or from when the order was placed while that is not known."),
    )
    reasons = ArrayField(
        models.CharField(max_length=80), verbose_name=_("Reasons to choose from"), default=list, blank=True
    )
    excluded = ArrayField(
        models.CharField(max_length=120), verbose_name=_("Categories that do not come back"), default=list, blank=True
    )
    approves_below = models.BigIntegerField(
        _("Approve by itself up to"),
        null=True,
        blank=True,
        help_text=_("What the goods cost, in the smallest unit of the order’s currency; empty: somebody always looks."),
    )
    instructions = models.TextField(
        _("What to do with an approved return"),
        blank=True,
        help_text=_("Where to send it, and how. The customer reads it."),
    )
    currency = models.CharField(
        _("Currency that spending is counted in"),
        max_length=3,
        default="EUR",
        help_text=_("Orders in others are not added to what conditions call “spent”."),
    )
    margin = models.PositiveSmallIntegerField(
        _("Margin, per cent"),
        default=40,
        validators=[MaxValueValidator(100)],
        help_text=_(
            "What is left of what customers pay, once the goods are paid for: for what customers and effects are worth."
        ),
    )


class Return(models.Model):
    """That a customer wants to send something back, or has."""

    class State(models.TextChoices):
        REQUESTED = "requested", _("asked for")
        APPROVED = "approved", _("approved")
        DECLINED = "declined", _("declined")
        RECEIVED = "received", _("arrived")
        REFUNDED = "refunded", _("refunded")
        WITHDRAWN = "withdrawn", pgettext_lazy("return", "withdrawn")

    OPEN = (State.REQUESTED, State.APPROVED, State.RECEIVED)

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="returns")
    customer = models.ForeignKey(Customer, null=True, on_delete=models.SET_NULL, related_name="returns")
    state = models.CharField(max_length=9, choices=State, default=State.REQUESTED)
    words = models.TextField(blank=True)  # the customer's own
    answer = models.TextField(blank=True)  # ours: why not, or what to do
    label = models.CharField(max_length=64, blank=True)  # the file to stick on the parcel, by its SHA-256
    label_name = models.CharField(max_length=200, blank=True)
    key = models.CharField(max_length=64, blank=True)  # of the form it was asked by: sent twice, it is one
    at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+")  # nobody: the policy
    received_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["order", "key"], name="return_once", condition=~Q(key=""))]
        indexes = [models.Index(fields=["state", "at"], name="return_queue")]

    def __str__(self) -> str:
        return f"R{self.pk}"


class ReturnLine(models.Model):
    """So many of one line of the order, and why."""

    request = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="lines")
    line = models.ForeignKey(OrderLine, on_delete=models.CASCADE, related_name="returns")
    quantity = models.PositiveIntegerField()
    refunded_before = models.PositiveIntegerField(default=0)  # pieces of the line, when this was asked for
    reason = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "line"], name="return_line_once")]
