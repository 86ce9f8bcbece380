"""A member's link, and the friends who came by it, as the member may see them: no name, no purchase, only how far it is."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from regulars.lib import money
from regulars.lib.names import first_name
from regulars.loyalty.card import qr_of
from regulars.loyalty.models import Programme
from regulars.referrals.judging import is_late
from regulars.referrals.models import Link, Referral, Scheme
from regulars.referrals.queries import friends_of, waiting_of
from regulars.ui.moments import Times

State = Referral.State
SHOWN = 50  # friends; the counts are of all
ICONS = {
    State.APPROVED: "check",
    State.PENDING: "clock",
    State.FLAGGED: "clock",
    State.VOID: "x",
    State.TAKEN_BACK: "undo",
}


def landed(link: Link) -> dict[str, Any]:
    """What the friend is promised."""
    programme = link.account.programme
    said = promises(programme.scheme)
    return said | {
        "programme": programme,
        "giver": first_name(link.account.customer.name),
        "code": link.code,
        "words": programme.scheme.words,
    }


def shown(link: Link, address: str) -> dict[str, Any]:
    programme = link.account.programme
    rows = friends_of(link)
    counted = Counter(each.state for each in rows)
    waiting = waiting_of(link)
    words = _("I get my things here, and you get {points} with your first purchase: {address}")
    return promises(programme.scheme) | {
        "programme": programme,
        "link": link,
        "address": address,
        "qr": qr_of(address),
        "letter": words.format(points=programme.said(programme.scheme.friend_points), address=address),
        "rows": friend_rows(rows[:SHOWN], programme),
        "numbers": [
            (_("looked"), waiting[State.CLICKED] + sum(each.came_by == "link" for each in rows)),
            (_("told by you"), waiting[State.INVITED]),
            (_("joined"), len(rows)),
            (_("brought you points"), counted[State.APPROVED]),
        ],
        "milestones": milestones(programme, counted[State.APPROVED]),
        "may_type": _may_type(link),
    }


def promises(scheme: Scheme) -> dict[str, str]:
    programme = scheme.programme
    return {
        "for_friend": programme.said(scheme.friend_points) if scheme.friend_points else "",
        "for_giver": programme.said(scheme.giver_points) if scheme.giver_points else "",
        "least": money.said(scheme.least_order, programme.currency) if scheme.least_order else "",
    }


def milestones(programme: Programme, friends: int) -> list[dict[str, Any]]:
    return [
        {"friends": number, "points": programme.said(points), "is_reached": friends >= number}
        for number, points in programme.scheme.milestones
    ]


def friend_rows(referrals: list[Referral], programme: Programme) -> list[dict[str, Any]]:
    times = Times()
    return [
        {
            "icon": ICONS.get(State(each.state), "person"),
            "who": _("A friend {letter}").format(letter=_letter(each)).strip(),
            "state": each.state,
            "said": _said(each, programme, times),
            "day": times.on(each.joined_at.astimezone(programme.clock.zone).date()),
        }
        for each in referrals
    ]


def _letter(referral: Referral) -> str:
    name = referral.friend.customer.name.strip()
    return f"({name[0].upper()}.)" if name else ""


def _said(each: Referral, programme: Programme, times: Times) -> str:
    if each.state == State.APPROVED:
        gain = each.giver_gain.amount if each.giver_gain else 0
        return programme.said(gain) if gain else _("counts; you have had the most that there is for now")
    if each.state == State.PENDING and each.approve_at:
        return _("has bought; on {day} it counts").format(
            day=times.on(each.approve_at.astimezone(programme.clock.zone).date())
        )
    return {
        State.JOINED: _("has joined, and not bought yet"),
        State.FLAGGED: _("has bought; we look at it"),
        State.TAKEN_BACK: _("was taken back: the purchase does not stand"),
    }.get(State(each.state), pgettext("referral", "does not count"))


def _may_type(link: Link) -> bool:
    account = link.account
    came = Referral.objects.of_friend(account.customer_id).filter(link__account__programme=account.programme_id)
    return not is_late(account, account.programme.scheme, timezone.now()) and not came.exists()
