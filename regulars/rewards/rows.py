"""Rewards and claims, made ready for pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.lib import money
from regulars.loyalty.models import Programme
from regulars.loyalty.models.programme import number
from regulars.rewards.actions.cancel import THEIRS
from regulars.rewards.codes import shown
from regulars.rewards.models import Claim, Reward
from regulars.rewards.offering import tier_names
from regulars.ui.moments import Times

State, Kind = Claim.State, Reward.Kind
COLOURS = {
    State.READY: "good",
    State.ORDERED: "waiting",
    State.SHIPPED: "info",
    State.DELIVERED: "",
    State.USED: "",
    State.CANCELLED: "",
    State.EXPIRED: "",
}
ICONS = {
    Kind.AMOUNT: "tag",
    Kind.PERCENT: "tag",
    Kind.PRODUCT: "cup",
    Kind.SHIPPING: "send",
    Kind.EXPERIENCE: "star",
    Kind.GIFT_CARD: "spark",
    Kind.DONATION: "globe",
    Kind.CUSTOM: "star",
}


def gives(promised: dict[str, Any], programme: Programme) -> str:
    """“€5.00 off, from €20.00 on”: what a reward is, in a line."""
    kind, amount, currency = promised.get("kind"), promised.get("amount"), programme.currency
    worth = money.said(amount, currency) if amount else ""
    words = {
        Kind.AMOUNT: _("%s off") % worth,
        Kind.PERCENT: _("%s %% off") % promised.get("percent") + (_(", at most %s") % worth if worth else ""),
        Kind.SHIPPING: _("Free shipping"),
        Kind.GIFT_CARD: _("A card with %s on it") % worth,
        Kind.DONATION: _("We give %s") % worth,
    }.get(kind, "")  # type: ignore[call-overload]
    least = promised.get("least_order")
    return ", ".join(filter(None, [words, _("from %s on") % money.said(least, currency) if least else ""]))


def picture_of(reward: Reward) -> str:
    return reverse("rewards:picture", args=[reward.pk, reward.picture[:16]]) if reward.picture else ""


def reward_rows(rewards: Iterable[Reward]) -> list[dict[str, Any]]:
    """For the settings. How often each was claimed is at hand as `times`."""
    now = timezone.now()
    return [
        {
            "reward": each,
            "price": each.programme.said(each.points),
            "gives": gives(each.promised, each.programme) or each.get_kind_display(),
            "stock": _("as many as are wanted") if each.stock is None else number(each.stock),
            "tiers": ", ".join(tier_names(each)),
            "times": getattr(each, "times", 0),
            "state": _state_of(each, now),
        }
        for each in rewards
    ]


def _state_of(reward: Reward, now: Any) -> tuple[str, str]:
    if not reward.is_on:
        return _("off"), ""
    if reward.ends_at and reward.ends_at <= now:
        return _("over"), ""
    if reward.begins_at and reward.begins_at > now:
        return _("not yet"), "waiting"
    if reward.stock == 0:
        return _("none left"), "overdue"
    return (_("on offer"), "good") if reward.is_listed else (_("given by us"), "info")


def claim_rows(claims: Iterable[Claim], *, sees_codes: bool = True) -> list[dict[str, Any]]:
    """A code is as good as what it stands for: who may not spend points sees its end alone."""
    times, now = Times(), timezone.now()
    rows = [_claim_row(each, times, now) for each in claims]
    return rows if sees_codes else [row | {"code": f"… {row['code'][-4:]}"} for row in rows]


def _claim_row(claim: Claim, times: Times, now: Any) -> dict[str, Any]:
    programme = claim.reward.programme
    is_over = claim.state == State.READY and claim.is_over(now)
    state = State(State.EXPIRED if is_over else claim.state)
    return {
        "claim": claim,
        "name": str(claim),
        "gives": gives(claim.promised, programme),
        "code": shown(claim.code),
        "is_sent": bool(claim.address) or state in (State.ORDERED, State.SHIPPED, State.DELIVERED),
        "has_code": state == State.READY,
        "is_open": state in (State.READY, State.ORDERED, State.SHIPPED),
        "state": state.label,
        "colour": COLOURS[state],
        "price": _("a present") if claim.is_gift else programme.said(claim.points),
        "left": money.said(claim.left, programme.currency) if claim.is_card and state == State.READY else "",
        "when": times.moment(claim.claimed_at),
        "until": times.on(claim.expires_at.astimezone(times.zone).date())
        if claim.expires_at and state == State.READY
        else "",
        "icon": ICONS.get(claim.promise("kind"), "tag"),
        "picture": picture_of(claim.reward),
        "may_use": state == State.READY and not claim.is_card,
        "may_send": state in (State.ORDERED, State.SHIPPED),
        "may_cancel": state in THEIRS and claim.left == claim.value and not claim.reward.is_pooled,
    }
