"""Rewards, codes and goodwill, told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from regulars.api.told.answers import Facts, time
from regulars.rewards.codes import shown
from regulars.rewards.models import Claim, Goodwill, Reward, Suggestion
from regulars.rewards.paying import Payable
from regulars.rewards.queries import Offered

REWARD = (
    "name", "text", "kind", "points", "percent", "amount", "least_order", "cost", "is_sent", "is_pooled", "tiers", "conditions", "stock",
    "most_per_member", "code_days", "is_listed", "is_on",
)  # fmt: skip
CLAIM = ("promised", "points", "state", "value", "left", "is_gift", "reason", "reference", "address", "tracking")


def reward(row: Reward) -> Facts:
    dates = {"begins_at": time(row.begins_at), "ends_at": time(row.ends_at)}
    return {"id": row.pk, "programme": row.programme_id, "product": row.product_id, **_kept(row, REWARD), **dates}


def offered(each: Offered, suggestion: Suggestion | None) -> Facts:
    is_it = suggestion is not None and suggestion.reward_id == each.reward.pk
    return {
        "reward": reward(each.reward),
        "why_not": each.refused and each.refused.reason,
        "says": each.refused.words if each.refused else "",
        "is_suggested": is_it,
        "because": str(suggestion.get_why_display()) if suggestion and is_it else "",
    }


def claim(row: Claim, *, now: datetime) -> Facts:
    is_over = row.state == Claim.State.READY and row.is_over(now)
    return {
        "id": row.pk,
        "reward": row.reward_id,
        "customer": row.customer_id,
        "member": row.account_id,
        "name": str(row),
        **_kept(row, CLAIM),
        **({"state": Claim.State.EXPIRED.value} if is_over else {}),
        "code": shown(row.code),
        **{name: time(getattr(row, name)) for name in ("claimed_at", "expires_at", "settled_at")},
    }


def checked(row: Claim | None, why: tuple[str, str] | None, *, now: datetime) -> Facts:
    return {
        "is_good": why is None,
        "why_not": why and why[0],
        "says": why[1] if why else "",
        "claim": row and claim(row, now=now),
    }


def payable(may: Payable) -> Facts:
    return {"points": may.points, "amount": may.amount}


def goodwill(row: Goodwill) -> Facts:
    numbers = ("customer", "programme", "reward", "conversation", "agent", "decided_by", "claim", "operation")
    return {
        "id": row.pk,
        **{name: getattr(row, f"{name}_id") for name in numbers},
        **_kept(row, ("points", "worth", "reason", "state", "answer")),
        "at": time(row.at),
        "decided_at": time(row.decided_at),
    }


def _kept(row: Any, names: tuple[str, ...]) -> Facts:
    return {name: getattr(row, name) for name in names}
