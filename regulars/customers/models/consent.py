from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulars.customers.models.customer import Customer
from regulars.customers.models.merge import CustomerMerge


class Consent(models.Model):
    """What a customer said, or what we must hold, about one purpose on one channel. Only ever added: the newest row counts."""

    class State(models.TextChoices):
        GRANTED = "granted", _("granted")
        UNKNOWN = "unknown", _("not known")
        WITHDRAWN = "withdrawn", _("withdrawn")

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="consents", db_index=False)
    channel = models.CharField(max_length=16)  # email, sms, phone, whatsapp …
    purpose = models.CharField(max_length=32)  # marketing, research …
    state = models.CharField(max_length=16, choices=State)
    source = models.CharField(max_length=200, blank=True)  # where they said so: a form, a letter, a call
    text_version = models.CharField(max_length=64, blank=True)  # of the words they agreed to
    by = models.CharField(max_length=200, blank=True)  # see Actor
    merge = models.ForeignKey(CustomerMerge, null=True, on_delete=models.CASCADE, related_name="consents")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["customer", "channel", "purpose", "-at", "-id"], name="consent_newest")]
