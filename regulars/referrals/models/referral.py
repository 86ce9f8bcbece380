from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulars.commerce.models import Order
from regulars.loyalty.models import Account, Operation
from regulars.referrals.models.link import Link
from regulars.team.models import Agent


class Referrals(models.QuerySet["Referral"]):
    def of_friend(self, customer_id: int) -> Referrals:
        """How this customer was brought along: one in each programme, but for what a merge has brought together."""
        return self.filter(friend__customer=customer_id).order_by("joined_at", "pk")

    def of_giver(self, customer_id: int) -> Referrals:
        return self.filter(link__account__customer=customer_id)

    def held(self) -> Referrals:
        """Until the transaction ends nobody else decides about them."""
        return self.select_for_update(of=("self",), no_key=True).select_related(
            "link__account__programme__scheme", "friend", "order"
        )


class Referral(models.Model):
    """One friend whom a member brings along, from the invitation to the points that both get, once, for one and the same referral."""

    class State(models.TextChoices):
        INVITED = "invited", _("invited")
        CLICKED = "clicked", _("looked")
        JOINED = "joined", _("joined")
        PENDING = "pending", _("bought, waits")
        FLAGGED = "flagged", _("to be looked at")
        APPROVED = "approved", _("approved")
        VOID = "void", _("does not count")
        TAKEN_BACK = "taken back", _("taken back")

    class CameBy(models.TextChoices):
        CODE = "code", _("a code")
        LINK = "link", _("a link")
        INVITATION = "invitation", _("an invitation")

    class Why(models.TextChoices):
        """Why it does not count, or counts no more."""

        SELF = "self", _("both are the same person")
        CIRCLE = "circle", _("they brought each other along")
        TWICE = "twice", _("this person was brought along before")
        NOT_NEW = "not new", _("they were a customer before")
        TOO_LATE = "too late", _("they bought nothing in time")
        REFUNDED = "refunded", _("the purchase was refunded")
        CANCELLED = "cancelled", _("the purchase was cancelled")
        SIGNS = "signs", _("too much speaks against it")
        LEFT = "left", _("the member has left")
        PERSON = "person", _("somebody of the team decided so")

    OPEN = (State.JOINED, State.PENDING, State.FLAGGED)
    UNKNOWN = (State.INVITED, State.CLICKED)  # nobody knows yet who it is
    FRIENDS = Q(friend__isnull=False)

    link = models.ForeignKey(Link, on_delete=models.CASCADE, related_name="referrals", db_index=False)
    friend = models.ForeignKey(Account, null=True, on_delete=models.CASCADE, related_name="referrals", db_index=False)
    state = models.CharField(max_length=10, choices=State)
    came_by = models.CharField(max_length=10, choices=CameBy, blank=True)
    why = models.CharField(max_length=9, choices=Why, blank=True)
    promised = models.JSONField(default=dict)  # see `promising.py`

    address_hash = models.CharField(max_length=20, blank=True)  # that was invited
    browser = models.CharField(max_length=20, blank=True)  # these three as hashes, of whoever looked or joined
    place = models.CharField(max_length=20, blank=True)
    device = models.CharField(max_length=20, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    joined_at = models.DateTimeField(null=True)
    bought_at = models.DateTimeField(null=True)
    approve_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)  # approved, void or taken back

    order = models.ForeignKey(Order, null=True, on_delete=models.SET_NULL, related_name="referrals")
    signs = models.JSONField(default=list)  # [["same place", 30]]: what spoke against it when it was looked at last
    score = models.PositiveIntegerField(default=0)
    is_cleared = models.BooleanField(default=False)  # somebody has looked: signs count no more
    decided_by = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    note = models.CharField(max_length=300, blank=True)  # of whoever decided, for the team
    giver_gain = models.ForeignKey(Operation, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    friend_gain = models.ForeignKey(Operation, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    objects = Referrals.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["friend"], name="referral_once", condition=Q(friend__isnull=False)),
            models.CheckConstraint(
                name="referral_knows_its_friend",
                condition=Q(friend__isnull=False) | Q(state__in=["invited", "clicked"]),
            ),
        ]
        indexes = [
            models.Index(fields=["link", "-id"], name="referral_of_link"),
            models.Index(fields=["state", "approve_at"], name="referral_due"),
            models.Index(fields=["browser"], name="referral_browser", condition=~Q(browser="")),
            models.Index(fields=["place", "joined_at"], name="referral_place", condition=~Q(place="")),
            models.Index(fields=["address_hash"], name="referral_invited", condition=~Q(address_hash="")),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def giver(self) -> Account:
        return self.link.account

    def end(self, state: str, *, why: str = "", at: datetime, **facts: Any) -> None:
        """Approved, void or taken back: saved at once."""
        self.state, self.why, self.decided_at = state, why, at
        for name, said in facts.items():
            setattr(self, name, said)
        self.save(update_fields=["state", "why", "decided_at", *facts])


class Milestone(models.Model):
    """That a member has brought so many friends along, and what they got for it. Over when there are fewer again."""

    link = models.ForeignKey(Link, on_delete=models.CASCADE, related_name="milestones", db_index=False)
    friends = models.PositiveIntegerField()
    gain = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="+", db_index=False)
    is_over = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["link", "friends"], name="referral_milestone_once", condition=Q(is_over=False)
            )
        ]
