"""Effects as a page says them: each outcome with its difference, its interval and one word for what that means."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.experiments.comparing import SUSPICIOUS, Effect, effect, fairness
from regulars.experiments.measuring import Measured
from regulars.lib import money
from regulars.lib.rounding import rounded

NAMES = {
    "ordered": gettext_lazy("Ordered at all"),
    "again": gettext_lazy("Ordered on two days or more"),
    "spend": gettext_lazy("Spent, for each customer"),
    "points": gettext_lazy("Points given, for each customer"),
    "conversations": gettext_lazy("Conversations, for each customer"),
    "worth": gettext_lazy("Worth, for each customer: margin less points and conversations"),
}
SHARES, COUNTS, COSTS = {"ordered", "again"}, {"conversations"}, {"points", "conversations"}
FEW = 100  # customers in an arm: fewer tell nothing


def outcome_rows(found: Measured, *, tried: str, other: str, is_final: bool, currency: str) -> list[dict[str, Any]]:
    """Of each outcome how the tried ones did beside the others."""
    rows = []
    for name, sums in found.sums.items():
        if (
            tried not in sums
            or other not in sums
            or (said := effect(sums[tried], sums[other], is_final=is_final)) is None
        ):
            continue
        rows.append(_row(name, said, currency))
    return rows


def _row(name: str, said: Effect, currency: str) -> dict[str, Any]:
    def write(value: float, is_change: bool = False) -> str:
        sign = "−" if value < 0 else "+" if is_change else ""
        if name in SHARES:
            return f"{sign}{rounded(abs(value) * 100, 2 if is_change else 1)} {_('pp') if is_change else '%'}"
        return sign + (rounded(abs(value), 3) if name in COUNTS else _said(abs(value), currency))

    return {
        "name": NAMES[name],
        "word": name,
        "usual": write(said.usual),
        "difference": write(said.difference, True),
        "interval": _("%(low)s to %(high)s") % {"low": write(said.low, True), "high": write(said.high, True)},
        "verdict": _verdict(name, said),
        "colour": _colour(name, said),
        "narrowed": f"{rounded(100 * max(said.narrowed, 0), 0)} %",
    }


def _verdict(name: str, said: Effect) -> str:
    if not said.is_shown:
        return _("no difference shown")
    return _("more") if said.difference > 0 else _("less")


def _colour(name: str, said: Effect) -> str:
    if not said.is_shown:
        return ""
    return "good" if (said.difference > 0) != (name in COSTS) else "waiting"


def worth(found: Measured, *, tried: str, other: str, is_final: bool, currency: str) -> dict[str, Any] | None:
    """What it brought in all: the worth for each customer, for as many as were tried."""
    sums = found.sums["worth"]
    if tried not in sums or other not in sums or (said := effect(sums[tried], sums[other], is_final=is_final)) is None:
        return None
    many = found.arms[tried]
    low, high = (_whole(each * many, currency) for each in (said.low, said.high))
    return {
        "all": _whole(said.difference * many, currency),
        "low": low,
        "high": high,
        "customers": rounded(many, force_grouping=True),
        "is_shown": said.is_shown,
        "state": "good" if said.low > 0 else "waiting" if said.high < 0 else "",
    }


def _whole(value: float, currency: str) -> str:
    return _said(float(round(value)), currency)


def _said(value: float, currency: str) -> str:
    return money.said(round(value * 10 ** money.decimals(currency)), currency)


def ratio(seen: Mapping[str, int], *, shares: Mapping[str, float]) -> dict[str, Any]:
    """Whether the arms are as large as lots would make them."""
    chance = fairness(seen, shares=shares)
    return {
        "chance": f"{chance:.2g}",
        "is_wrong": chance < SUSPICIOUS,
        "is_few": any(seen.get(arm, 0) < FEW for arm in shares),
    }
