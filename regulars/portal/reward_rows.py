"""Rewards as members see them: made ready in Python."""

from __future__ import annotations

from collections.abc import Iterable
from secrets import token_urlsafe
from typing import Any

from regulars.rewards.models import Reward, Suggestion
from regulars.rewards.offering import Reason
from regulars.rewards.queries import Offered
from regulars.rewards.rows import ICONS, gives, picture_of


def offered_rows(offered: Iterable[Offered], *, said: dict[str, Any]) -> list[dict[str, Any]]:
    """`said` is what was typed with one of them that could not be had."""
    return [_row(each, said if said.get("reward") == each.reward.pk else {}) for each in offered]


def suggested_row(suggestion: Suggestion | None, offered: Iterable[Offered]) -> dict[str, Any] | None:
    for each in offered:
        if suggestion and each.reward.pk == suggestion.reward_id:
            return _row(each, {}) | {"why": suggestion.get_why_display()}
    return None


def _row(offered: Offered, said: dict[str, Any]) -> dict[str, Any]:
    reward, refused = offered
    line = gives(reward.promised, reward.programme)
    return {
        "reward": reward,
        "price": reward.programme.said(reward.points) if reward.points else "",
        "gives": line if line != reward.name else "",
        "picture": picture_of(reward),
        "icon": ICONS[Reward.Kind(reward.kind)],
        "why_not": refused.words if refused else "",
        "is_near": bool(refused and refused.reason == Reason.NOT_ENOUGH),
        "address": said.get("address", ""),
        "is_open": bool(said),
        "key": said.get("key") or token_urlsafe(12),
    }
