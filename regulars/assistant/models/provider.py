from __future__ import annotations

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from regulars.lib.sealed import SealedField

_NOT_BELOW_NOTHING = [MinValueValidator(Decimal(0))]


class Provider(models.Model):
    """The model that writes, if there is one, what it costs, and the switch that stops everything. One for the house."""

    is_stopped = models.BooleanField(
        _("stop everything"),
        default=False,
        help_text=_(
            "The assistant answers nobody and suggests nothing, with or without a model. Conversations go to people."
        ),
    )
    is_on = models.BooleanField(
        _("a model may write"),
        default=False,
        help_text=_("Off: answers are quoted from articles, word for word, and nothing leaves this house."),
    )
    model = models.CharField(
        _("model"),
        max_length=120,
        blank=True,
        help_text=_("Provider and name, such as anthropic:claude-sonnet-4-5, openai:gpt-5-mini or ollama:qwen3."),
    )
    address = models.URLField(
        _("address"),
        max_length=500,
        blank=True,
        help_text=_(
            "Where it answers, if not at the provider's own place: https://models.example/v1. It may be inside your network."
        ),
    )
    key = SealedField(_("key"), blank=True, default="")
    timeout = models.PositiveSmallIntegerField(
        _("patience in seconds"),
        default=15,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text=_("After that the answer is quoted instead."),
    )
    price_in = models.DecimalField(
        _("price of a million tokens read"), max_digits=10, decimal_places=4, default=0, validators=_NOT_BELOW_NOTHING
    )
    price_out = models.DecimalField(
        _("price of a million tokens written"),
        max_digits=10,
        decimal_places=4,
        default=0,
        validators=_NOT_BELOW_NOTHING,
    )
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    most_cost = models.DecimalField(
        _("most that it may cost in a month"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=_NOT_BELOW_NOTHING,
        help_text=_("From there on answers are quoted until the next month. Empty: no limit."),
    )
    most_calls = models.PositiveIntegerField(_("most calls in a month"), null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_provider")]

    @classmethod
    def current(cls) -> Provider:
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    @property
    def may_write(self) -> bool:
        """Whether a model may be asked at all; this month's limits are another question."""
        return self.is_on and not self.is_stopped and bool(self.model)

    def cost_of(self, tokens_in: int, tokens_out: int) -> Decimal:
        """In the provider's currency."""
        return (self.price_in * tokens_in + self.price_out * tokens_out) / 1_000_000
