"""What was promised when a friend joined. New terms hold for friends who join after them."""

from __future__ import annotations

from typing import Any, NamedTuple

from regulars.referrals.models import Referral, Scheme


class Promise(NamedTuple):
    giver_points: int
    friend_points: int
    least_order: int  # in the currency's smallest unit
    wait_days: int
    buy_days: int


def promise(scheme: Scheme) -> dict[str, Any]:
    return {name: getattr(scheme, name) for name in Promise._fields}


def promised(referral: Referral) -> Promise:
    return Promise(**referral.promised)
