"""A claim, found to be changed: the reward's row is locked before it where its stock may change, and the account's after it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from regulars.customers.actor import Actor, By
from regulars.customers.timeline import record
from regulars.lib.money import said
from regulars.lib.refusal import refusal
from regulars.loyalty.actions.capture import capture
from regulars.rewards.events import RewardEvent
from regulars.rewards.models import Claim


def locked(claim: Claim) -> Claim:
    return (
        Claim.objects.select_for_update(of=("self",), no_key=True)
        .select_related("reward__programme", "hold", "account")
        .get(pk=claim.pk)
    )


def refuse_unless_ready(claim: Claim, now: datetime, *, order: int | None = None) -> None:
    """Raises ValidationError("code") with a word for programs: used, cancelled, expired, not_a_code, too_small."""
    if why := why_unusable(claim, now, order=order):
        raise refusal("code", why[1], why[0])


def why_unusable(claim: Claim, now: datetime, *, order: int | None = None) -> tuple[str, str] | None:
    """Why its code is good for nothing now, or not for an order of so much: in a word for programs, and in words for people."""
    state, least = claim.state, claim.promise("least_order") or 0
    if state == Claim.State.USED:
        return "used", _("This code was used.")
    if state == Claim.State.CANCELLED:
        return "cancelled", _("This code was cancelled.")
    if state == Claim.State.EXPIRED or claim.is_over(now):
        return "expired", _("This code is not good any more.")
    if state != Claim.State.READY:
        return "not_a_code", _("This reward is sent: its code opens nothing.")
    if order is not None and order < least:
        return "too_small", _("It holds from %s on.") % said(least, claim.reward.programme.currency)
    return None


def take_points(claim: Claim, *, by: By, at: datetime) -> None:
    """What was set aside for it is spent now."""
    if claim.hold and not claim.operation_id:
        claim.operation = capture(claim.hold, by=by, at=at)


def settle(
    claim: Claim, *, state: str, by: By, at: datetime, event: type[RewardEvent], is_end: bool = True, **facts: object
) -> Claim:
    """It goes on in another state, and the timeline says so."""
    claim.state = state
    claim.settled_at = at if is_end else None
    claim.save()
    told = event(claim=claim.pk, reward=claim.reward_id, name=str(claim), **facts)
    record(told, customer=claim.customer_id, by=Actor.of(by), at=at)
    return claim
