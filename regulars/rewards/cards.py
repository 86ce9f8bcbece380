"""Gift cards: money behind a code, which is spent in parts. Each movement is a line that is never changed."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Sum
from django.utils.translation import gettext as _

from regulars.customers.actor import Actor, By
from regulars.customers.timeline import record
from regulars.lib.refusal import refusal
from regulars.lib.texts import one_line, storable
from regulars.loyalty.keys import checked_key
from regulars.rewards.events import CardSpent, RewardUsed
from regulars.rewards.holding import locked
from regulars.rewards.models import CardEntry, Claim

State = Claim.State


def locked_card(card: Claim) -> Claim:
    """Raises ValidationError("code") for what is no gift card."""
    claim = locked(card)
    if not claim.is_card:
        raise refusal("code", _("This is no gift card: it is used as a whole."), "not_a_card")
    return claim


def known_entry(claim: Claim, key: str | None, amount: int) -> CardEntry | None:
    """What was done under this key. Raises ValidationError("key") when it was something else."""
    before = CardEntry.objects.filter(claim=claim, key=checked_key(key)).first() if key else None
    if before and before.amount != amount:
        raise refusal("key", _("This key was used for something else."), "taken")
    return before


def paid_for(claim: Claim, reference: str) -> int:
    """So much was paid from it with this order or receipt, or at all, and not refunded."""
    entries = claim.entries.filter(reference=_written(reference)) if reference else claim.entries
    return entries.aggregate(sum=Sum("amount"))["sum"] or 0


def write(claim: Claim, amount: int, *, reference: str, key: str | None, by: By, at: datetime) -> CardEntry:
    claim.left -= amount
    claim.state, claim.settled_at = (State.READY, None) if claim.left else (State.USED, at)
    claim.save(update_fields=["left", "state", "settled_at"])
    currency = claim.reward.programme.currency
    named = {"claim": claim.pk, "reward": claim.reward_id, "name": str(claim)}
    told = [CardSpent(**named, units=amount, left=claim.left, currency=currency)]
    for event in (*told, *([] if claim.left else [RewardUsed(**named)])):
        record(event, customer=claim.customer_id, by=Actor.of(by), at=at)
    facts = {"amount": amount, "left": claim.left, "reference": _written(reference), "key": key or None}
    return CardEntry.objects.create(claim=claim, by=str(Actor.of(by)), at=at, **facts)


def _written(reference: str) -> str:
    return one_line(storable(reference), limit=120)
