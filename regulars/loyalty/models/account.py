from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from regulars.customers.models import Customer
from regulars.loyalty.models.programme import Programme

BUCKETS = ("pending", "available", "held", "spent", "expired", "reversed")


class Accounts(models.QuerySet["Account"]):
    def open(self) -> Accounts:
        """Those that stand for themselves: whoever's was joined with another one goes on there."""
        return self.filter(merged_into=None)


class Account(models.Model):
    """A customer's membership in a programme: the number on their card, what they have, and where they stand.

    The sums are kept with each entry, and are true up to `clock`; `due_at` says from when time itself changes them.
    Who the customer is stands with the customer alone, so that the ledger outlives their erasure.
    """

    class Status(models.TextChoices):
        ACTIVE = "active", _("active")
        SUSPENDED = "suspended", _("suspended")
        LEFT = "left", pgettext_lazy("membership", "left")

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="accounts")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="accounts")
    number = models.CharField(max_length=32, unique=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.ACTIVE)
    joined_at = models.DateTimeField(default=timezone.now)
    clock = models.DateTimeField(null=True)  # when the last entry was made: the next is not before
    due_at = models.DateTimeField(null=True)

    pending = models.BigIntegerField(default=0)
    available = models.BigIntegerField(default=0)
    held = models.BigIntegerField(default=0)
    spent = models.BigIntegerField(default=0)
    expired = models.BigIntegerField(default=0)
    reversed = models.BigIntegerField(default=0)
    debt = models.BigIntegerField(default=0)
    carried = models.BigIntegerField(null=True)  # parts of a point that the next purchase may make whole, or lacks
    debt_since = models.DateTimeField(null=True)
    lapses_at = models.DateTimeField(null=True)  # when all is over, if nothing is done

    tier = models.CharField(max_length=60, blank=True)  # the word of the tier in which they are
    own_tier = models.CharField(max_length=60, blank=True)  # reached by themselves
    tier_since = models.DateTimeField(null=True)
    review_at = models.DateTimeField(null=True)
    is_in_grace = models.BooleanField(default=False)
    given_tier = models.CharField(max_length=60, blank=True)  # at least this one, by hand
    given_until = models.DateTimeField(null=True)

    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged", db_index=False)

    objects = Accounts.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="account_nothing_below_zero",
                condition=Q(pending__gte=0, available__gte=0, held__gte=0, spent__gte=0, expired__gte=0)
                & Q(reversed__gte=0, debt__gte=0),
            ),
            models.CheckConstraint(name="account_pays_debt_first", condition=Q(debt=0) | Q(available=0)),
        ]
        indexes = [
            models.Index(fields=["programme", "due_at"], name="account_due", condition=Q(due_at__isnull=False)),
            models.Index(fields=["programme", "tier"], name="account_in_tier", condition=~Q(tier="")),
            models.Index(fields=["merged_into"], name="account_merged", condition=Q(merged_into__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def balance(self) -> int:
        """What is shown: less than nothing while something is owed."""
        return self.available - self.debt


class Standing(models.Model):
    """From when a member was in a tier, and why. The last one is how it is."""

    class Why(models.TextChoices):
        REACHED = "reached", _("reached")
        LOST = "lost", _("not reached again")
        GIVEN = "given", _("given by hand")
        ENDED = "ended", _("what was given has ended")
        JOINED = "joined", _("two members became one")
        CHANGED = "changed", _("the tiers were changed")

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="standings")
    tier = models.CharField(max_length=60, blank=True)
    why = models.CharField(max_length=8, choices=Why)
    reason = models.CharField(max_length=200, blank=True)  # of whoever gave it
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["account", "-id"], name="standing_of_account")]
