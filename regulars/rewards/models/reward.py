from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulars.commerce.models import Product
from regulars.loyalty.models import Programme


def everybody() -> dict[str, Any]:
    return {"all": []}


class Rewards(models.QuerySet["Reward"]):
    def offered(self, now: datetime | None = None) -> Rewards:
        """Those that stand in the catalogue now."""
        at = now or timezone.now()
        begun, going = Q(begins_at=None) | Q(begins_at__lte=at), Q(ends_at=None) | Q(ends_at__gt=at)
        return self.filter(begun, going, is_on=True, is_listed=True)


class Reward(models.Model):
    """What members get for their points, to whom it is offered, and how many there are. Money is in the programme's smallest unit."""

    class Kind(models.TextChoices):
        AMOUNT = "amount", _("discount of an amount")
        PERCENT = "percent", _("discount in per cent")
        PRODUCT = "product", _("free product")
        SHIPPING = "shipping", _("free shipping")
        EXPERIENCE = "experience", _("experience")
        GIFT_CARD = "gift card", _("gift card")
        DONATION = "donation", _("donation")
        CUSTOM = "custom", _("something else")

    programme = models.ForeignKey(
        Programme, verbose_name=_("programme"), on_delete=models.PROTECT, related_name="rewards"
    )
    name = models.CharField(_("name"), max_length=120)
    text = models.TextField(_("description"), max_length=1000, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.AMOUNT)
    points = models.BigIntegerField(_("price in points"), default=100)
    percent = models.PositiveSmallIntegerField(_("per cent"), null=True, blank=True)
    amount = models.BigIntegerField(
        null=True, blank=True
    )  # of a discount, on a card, given away; the most that per cent take off
    least_order = models.BigIntegerField(default=0)  # from which total on a discount holds
    cost = models.BigIntegerField(null=True, blank=True)  # to us; what its points are worth, if nobody says
    product = models.ForeignKey(
        Product, verbose_name=_("product"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_sent = models.BooleanField(_("we send it to them"), default=False)
    is_pooled = models.BooleanField(_("its codes come from a list of my shop’s"), default=False)
    picture = models.CharField(max_length=64, blank=True)  # the SHA-256 of its bytes
    picture_type = models.CharField(max_length=40, blank=True)
    tiers = ArrayField(models.CharField(max_length=60), default=list, blank=True)  # words; none: all
    conditions = models.JSONField(default=everybody)
    stock = models.PositiveIntegerField(_("how many there are"), null=True, blank=True)  # None: as many as are wanted
    most_per_member = models.PositiveIntegerField(_("most for one member"), null=True, blank=True)
    begins_at = models.DateTimeField(_("from"), null=True, blank=True)
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)
    code_days = models.PositiveSmallIntegerField(_("days to use it"), default=90)
    is_listed = models.BooleanField(_("in the catalogue"), default=True)  # else it is only given by us
    is_on = models.BooleanField(_("on offer"), default=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = Rewards.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "name"], name="reward_once"),
            models.CheckConstraint(name="reward_has_a_price", condition=Q(points__gte=0)),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def promised(self) -> dict[str, Any]:
        """What a claim keeps of it."""
        return {name: getattr(self, name) for name in ("name", "kind", "percent", "amount", "least_order")}

    @property
    def is_taken_at_once(self) -> bool:
        """Points are spent when it is claimed; else they are set aside until it is used."""
        return self.is_sent or self.is_pooled or self.kind in (self.Kind.GIFT_CARD, self.Kind.DONATION)

    @property
    def value(self) -> int:
        """What it costs us, in the currency's smallest unit; 0 where nobody can say."""
        if self.cost is not None:
            return self.cost
        return worth_of(self.programme, self.points)

    @property
    def in_points(self) -> int:
        """Its price; of one that is only given, as many points as are worth what it costs us, or takes off."""
        value = self.programme.promised.value
        money = self.amount or 0 if self.cost is None else self.cost
        return self.points or (-(-money * value.points // value.worth) if value.worth else 0)


def worth_of(programme: Programme, points: int) -> int:
    """What so many points are worth, by the terms, in the currency's smallest unit; rounded up, for budgets are made of it."""
    value = programme.promised.value
    return -(-points * value.worth // value.points)


class PoolCode(models.Model):
    """A code that the shop's own checkout knows, waiting for whoever claims the reward."""

    reward = models.ForeignKey(Reward, on_delete=models.CASCADE, related_name="pool")
    code = models.CharField(max_length=64, unique=True)
    is_taken = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["reward"], name="pool_code_free", condition=Q(is_taken=False))]
