from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulars.customers.models.company import Company
from regulars.lib.conditions.sql import text


class Customers(models.QuerySet["Customer"]):
    def met(self) -> Customers:
        """Those who stand for themselves: whoever was merged goes on as somebody else."""
        return self.filter(merged_into=None)


class Customer(models.Model):
    """A person, known by any number of addresses, phones and ids of other systems."""

    is_just_met = False  # true of whom `identify` has not known before, while nothing else is known of them
    is_proven = True  # false of whoever signed in by an address that is this customer's in our opinion alone

    name = models.CharField(_("name"), max_length=200, blank=True)  # until we hear a name: the address they came by
    company = models.ForeignKey(Company, null=True, blank=True, on_delete=models.SET_NULL, related_name="customers")
    language = models.CharField(_("language"), max_length=16, blank=True, help_text=_("BCP 47, such as en or pt-BR"))
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    away_until = models.DateField(null=True, blank=True)  # the last day, as they told us
    attributes = models.JSONField(default=dict, blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="merged", db_index=False
    )  # this row keeps what was known of them alone; whatever pointed at it points there
    created_at = models.DateTimeField(default=timezone.now)

    objects = Customers.as_manager()

    class Meta:
        indexes = [
            models.Index(Lower("name"), "id", name="customer_by_name"),
            models.Index(fields=["created_at", "id"], name="customer_by_age"),
            models.Index(fields=["company"], name="customer_company"),
            models.Index(fields=["merged_into"], name="customer_merged", condition=models.Q(merged_into__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.name or str(_("Somebody"))


def mailbox(value: object) -> object:
    """The part of an address before its @, without dots and what follows a plus: alike for addresses of one mailbox."""
    return text(r"replace(regexp_replace(split_part({}, '@', 1), '[+].*$', ''), '.', '')", value)


class Identity(models.Model):
    """One way to recognise a customer. No two customers share one."""

    class Kind(models.TextChoices):
        EMAIL = "email", _("e-mail")
        PHONE = "phone", _("phone")
        EXTERNAL = "external", _("id elsewhere")

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="identities")
    kind = models.CharField(max_length=16, choices=Kind)
    value = models.CharField(max_length=320, help_text=_("normalised: see identities.normalise"))
    is_primary = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "value"], name="identity_once")]
        indexes = [
            GinIndex(fields=["value"], name="identity_value_trgm", opclasses=["gin_trgm_ops"]),
            models.Index(mailbox(models.F("value")), name="identity_mailbox"),
        ]

    def __str__(self) -> str:
        return self.value


class CustomerNote(models.Model):
    """What the team should know about a customer. The customer never sees it."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="notes")
    agent = models.ForeignKey("team.Agent", null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.TextField()
    is_pinned = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(null=True)
