"""The ledger itself: what was done, the credits, and each movement between their buckets. Only `keeping.py` writes here."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now, Upper
from django.utils.translation import gettext_lazy as _

from regulars.loyalty.models.account import Account
from regulars.loyalty.models.programme import Programme


class Operation(models.Model):
    """One thing that was done with points, or that time did, and why."""

    class Kind(models.TextChoices):
        EARN = "earn", _("earned")
        ACTIVATE = "activate", _("may be spent now")
        HOLD = "hold", _("reserved")
        CAPTURE = "capture", _("redeemed")
        RELEASE = "release", _("not redeemed after all")
        REDEEM = "redeem", _("redeemed")
        GIVE_BACK = "give back", _("given back")
        TAKE_BACK = "take back", _("taken back")
        ADJUST = "adjust", _("given or taken by hand")
        EXPIRE = "expire", _("expired")
        SEND = "send", _("sent to another member")
        GET = "get", _("got from another member")
        MERGE = "merge", _("came along with another member")
        PART = "part", _("went with another member")
        EXTEND = "extend", _("kept for longer")
        FORGIVE = "forgive", _("debt forgiven")

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+", db_index=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="operations", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind)
    amount = models.BigIntegerField()  # points that it was about
    change = models.BigIntegerField()  # of what is shown
    balance = models.BigIntegerField()  # as shown after it
    spend = models.BigIntegerField(null=True)  # in the currency's smallest unit
    reckoned = models.JSONField(null=True)  # how points came of the spend; what became of those that were taken back
    of = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="followed_by", db_index=False)
    key = models.CharField(max_length=128, null=True)
    digest = models.CharField(max_length=32, blank=True)  # of what was asked under this key
    reference = models.CharField(max_length=120, blank=True)  # "shop:8841": an order, a receipt
    reason = models.CharField(max_length=200, blank=True)  # as members and agents read it
    by = models.CharField(max_length=200)  # see Actor
    because = models.BigIntegerField(null=True)  # the event on the timeline that it follows from
    version = models.PositiveIntegerField()  # of the terms
    at = models.DateTimeField()  # from when it counts: never before what was there already
    happened_at = models.DateTimeField()  # as we were told
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "kind", "key"], name="operation_once", condition=Q(key__isnull=False)
            )
        ]
        indexes = [
            models.Index(fields=["account", "-id"], name="operation_of_account"),
            models.Index(fields=["of"], name="operation_follows", condition=Q(of__isnull=False)),
            models.Index(Upper("reference"), name="operation_by_reference", condition=~Q(reference="")),
            models.Index(fields=["programme", "at"], name="operation_in_time"),
        ]


class Lot(models.Model):
    """One credit of points, which is used up, or over, by itself: the first that ends is spent first."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="lots", db_index=False)
    home = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="lots", db_index=False)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    issued = models.BigIntegerField()
    moved = models.BigIntegerField(default=0)  # went into other credits, with its dates
    pending = models.BigIntegerField(default=0)
    available = models.BigIntegerField(default=0)
    held = models.BigIntegerField(default=0)
    spent = models.BigIntegerField(default=0)
    expired = models.BigIntegerField(default=0)
    reversed = models.BigIntegerField(default=0)
    charged = models.BigIntegerField(default=0)  # of it was its purchase refunded
    owed = models.BigIntegerField(default=0)  # taken as soon as it comes back from a hold or a redemption
    paid = models.BigIntegerField(default=0)  # of what is spent: for a debt
    activates_at = models.DateTimeField(null=True)  # nobody knows yet: somebody will activate it
    expires_at = models.DateTimeField(null=True)  # from this instant it is over
    lasts = models.JSONField(null=True)  # how long from its activation, where nobody knows when that is
    qualifies = models.BigIntegerField(default=0)  # points that count for tiers
    qualifies_back = models.BigIntegerField(default=0)  # of these were refunded
    spend = models.BigIntegerField(default=0)  # that counts for tiers
    spend_back = models.BigIntegerField(default=0)  # of it was refunded
    counts = models.JSONField(null=True)  # by counter of the tiers: what it counts, and what of that was refunded
    is_order = models.BooleanField(default=False)  # counts as one
    may_move = models.BooleanField(default=True)  # to another member

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="lot_is_whole",
                condition=Q(
                    issued=F("moved")
                    + F("pending")
                    + F("available")
                    + F("held")
                    + F("spent")
                    + F("expired")
                    + F("reversed")
                ),
            ),
            models.CheckConstraint(
                name="lot_nothing_below_zero",
                condition=Q(moved__gte=0, pending__gte=0, available__gte=0, held__gte=0, spent__gte=0, expired__gte=0)
                & Q(reversed__gte=0, owed__gte=0, paid__gte=0, paid__lte=F("spent"), charged__gte=0)
                & Q(charged__lte=F("issued")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["account"],
                name="lot_alive",
                condition=Q(pending__gt=0) | Q(available__gt=0) | Q(held__gt=0),
            ),
            models.Index(fields=["account", "activates_at"], name="lot_qualifies"),
            models.Index(fields=["operation"], name="lot_of_operation"),
        ]


class Entry(models.Model):
    """So many points of a credit went from one bucket to another. Never changed, never deleted: the database refuses."""

    class Bucket(models.IntegerChoices):
        OUTSIDE = 0, _("outside")
        PENDING = 1, _("pending")
        AVAILABLE = 2, _("available")
        HELD = 3, _("held")
        SPENT = 4, _("spent")
        EXPIRED = 5, _("expired")
        REVERSED = 6, _("taken back")
        DEBT = 7, _("debt")

    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="entries", db_index=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    lot = models.ForeignKey(Lot, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    source = models.PositiveSmallIntegerField(choices=Bucket)
    target = models.PositiveSmallIntegerField(choices=Bucket)
    amount = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="entry_moves_something", condition=Q(amount__gt=0))]
        indexes = [
            models.Index(fields=["account", "at"], name="entry_of_account"),
            models.Index(fields=["operation"], name="entry_of_operation"),
            models.Index(fields=["lot"], name="entry_reversed", condition=Q(source=6) | Q(target=6)),  # Bucket.REVERSED
        ]


class Hold(models.Model):
    """Points that are reserved until they are captured, released, or nobody has done either in time."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        CAPTURED = "captured", _("captured")
        RELEASED = "released", _("released")

    is_touched = False  # is to be written

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="holds", db_index=False)
    operation = models.OneToOneField(Operation, on_delete=models.PROTECT, related_name="hold")
    amount = models.BigIntegerField()
    captured = models.BigIntegerField(default=0)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["account"], name="hold_open", condition=Q(state="open"))]

    def end(self, state: str, *, captured: int = 0) -> None:
        self.state, self.captured, self.is_touched = state, captured, True


class Grant(models.Model):
    """What one rule of the programme gave with one earning, less what was refunded of it. Limits are counted from these."""

    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="grants")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    rule = models.BigIntegerField()  # its number: rules are another room's
    points = models.BigIntegerField()
    at = models.DateTimeField()  # as we were told

    class Meta:
        constraints = [models.UniqueConstraint(fields=["operation", "rule"], name="grant_once")]
        indexes = [
            models.Index(fields=["rule", "account", "at"], name="grant_of_member"),
            models.Index(fields=["rule", "at"], name="grant_of_rule"),
        ]
