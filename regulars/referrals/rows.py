"""Referrals made ready for the desk."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from regulars.lib import money
from regulars.loyalty.models import Programme
from regulars.referrals.models import Referral
from regulars.referrals.promising import promised
from regulars.referrals.queries import funnel
from regulars.referrals.signs import LABELS, goods_of
from regulars.ui.faces import avatar
from regulars.ui.moments import Times

State = Referral.State
COLOURS = {State.FLAGGED: "waiting", State.APPROVED: "good", State.VOID: "overdue", State.TAKEN_BACK: "overdue"}
TABS = (State.FLAGGED, State.PENDING, State.JOINED, State.APPROVED, State.VOID, State.TAKEN_BACK)


def tabs(programme: Programme) -> list[tuple[str, Any, int]]:
    numbers = funnel(programme)
    return [(each.value, each.label, numbers[each.value]) for each in TABS]


def referral_rows(referrals: Iterable[Referral]) -> list[dict[str, Any]]:
    times = Times()
    return [
        {
            "referral": each,
            "giver": each.giver.customer,
            "friend": each.friend.customer,
            "face": avatar(str(each.friend.customer), each.friend.customer_id, "small"),
            "signs": ", ".join(str(LABELS.get(word, word)) for word, _weight in each.signs),
            "why": each.get_why_display(),
            "when": times.moment(each.bought_at or each.joined_at),
        }
        for each in referrals
    ]


def referral_facts(referral: Referral) -> dict[str, Any]:
    """One of them: both people, the purchase, what speaks against it, and its days."""
    times, programme, said = Times(), referral.giver.programme, promised(referral)
    order = referral.order
    return {
        "referral": referral,
        "programme": programme,
        "giver": referral.giver,
        "friend": referral.friend,
        "colour": COLOURS.get(State(referral.state), ""),
        "goods": money.said(goods_of(order), order.currency) if order else "",
        "signs": [(LABELS.get(word, word), weight) for word, weight in referral.signs],
        "review_at": programme.scheme.review_at,
        "void_at": programme.scheme.void_at,
        "days": [
            (name, times.exact(at))
            for name, at in (
                (_("Looked"), referral.created_at if referral.came_by == Referral.CameBy.LINK else None),
                (_("Joined"), referral.joined_at),
                (_("Bought"), referral.bought_at),
                (_("Counts from"), referral.approve_at),
                (_("Decided"), referral.decided_at),
            )
            if at
        ],
        "promised": (programme.said(said.giver_points), programme.said(said.friend_points)),
        "may_wait": referral.state in (*Referral.OPEN, State.VOID) and referral.order_id,
        "may_void": referral.state in (*Referral.OPEN, State.APPROVED),
    }
