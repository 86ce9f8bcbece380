from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulars.customers.models import Customer
from regulars.lib.sealed import SealedField


class Shop(models.Model):
    """Where orders come from: a shop that calls us, or programs and tables of the house's own."""

    class Kind(models.TextChoices):
        SHOPIFY = "shopify", "Shopify"
        WOOCOMMERCE = "woocommerce", "WooCommerce"
        STRIPE = "stripe", "Stripe"
        OWN = "own", _("API and CSV")

    kind = models.CharField(_("kind"), max_length=16, choices=Kind, default=Kind.OWN)
    name = models.CharField(_("name"), max_length=80, help_text=_("As your team calls it."))
    slug = models.SlugField(
        _("short name"),
        max_length=40,
        unique=True,
        help_text=_("As programs call it: small letters, digits and hyphens."),
    )
    website = models.URLField(
        _("website"),
        blank=True,
        help_text=_("For links to orders, and to tell the shop from others: https://kettle.myshopify.com"),
    )
    secret = SealedField(_("signing secret"), blank=True)
    takes_tests = models.BooleanField(
        _("count test orders as real ones"), default=False, help_text=_("While you try it out.")
    )
    is_active = models.BooleanField(_("active"), default=True)

    called_at = models.DateTimeField(null=True)  # last, with a good signature
    refused_at = models.DateTimeField(null=True)  # when somebody last called who did not prove to be it
    error = models.CharField(max_length=500, blank=True)  # why not
    uninstalled_at = models.DateTimeField(null=True)  # when it said that it calls no more
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def calls_us(self) -> bool:
        return self.kind != self.Kind.OWN

    @property
    def is_gone(self) -> bool:
        """It has taken our app out, and not called since."""
        return bool(self.uninstalled_at and (self.called_at is None or self.called_at <= self.uninstalled_at))

    @property
    def is_refused(self) -> bool:
        """Whoever called last was not let in."""
        return bool(self.refused_at and (self.called_at is None or self.refused_at > self.called_at))


class ShopCall(models.Model):
    """What a shop has sent us, byte for byte, written down before it hears that we have it. Forgotten some weeks after it was read."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        DONE = "done", _("read")
        SKIPPED = "skipped", _("nothing for us")
        FAILED = "failed", _("not understood")

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="calls")
    delivery = models.CharField(max_length=128)  # the shop's own id of this delivery, or the digest of its bytes
    topic = models.CharField(max_length=64)
    headers = models.JSONField(default=dict)  # without passwords and cookies
    body = models.BinaryField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    error = models.TextField(blank=True)
    order = models.ForeignKey("commerce.Order", null=True, on_delete=models.SET_NULL, related_name="calls")
    customer = models.ForeignKey(Customer, null=True, on_delete=models.SET_NULL, related_name="+")
    came_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop", "delivery"], name="shop_call_once")]
        indexes = [
            models.Index(fields=["due_at", "id"], name="shop_call_waiting", condition=Q(state="waiting")),
            models.Index(fields=["shop", "-id"], name="shop_call_newest"),
            models.Index(fields=["came_at"], name="shop_call_oldest"),
        ]

    def __str__(self) -> str:
        return f"{self.topic} ({self.delivery})"
