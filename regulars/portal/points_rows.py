"""A member's points as they see them themselves: in words, by the days of the programme, made ready in Python."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from regulars.lib import money
from regulars.loyalty.benefits import said as said_benefit
from regulars.loyalty.models import Account, Entry, Operation, Programme
from regulars.loyalty.models.programme import number
from regulars.loyalty.queries import Progress, Schedule, Statement
from regulars.loyalty.rows import about, parts_said
from regulars.loyalty.tier_terms import Level
from regulars.loyalty.tier_words import said_amount, said_ways
from regulars.ui.moments import Times

SHOWN = 8  # days of the schedule; what ends later is one line
SOON = timedelta(days=30)
Kind = Operation.Kind
ICONS = {
    Kind.ACTIVATE: "check",
    Kind.HOLD: "lock",
    Kind.CAPTURE: "tag",
    Kind.REDEEM: "tag",
    Kind.RELEASE: "undo",
    Kind.GIVE_BACK: "undo",
    Kind.TAKE_BACK: "undo",
    Kind.EXPIRE: "clock",
    Kind.EXTEND: "clock",
    Kind.MERGE: "people",
    Kind.PART: "people",
    Kind.SEND: "send",
}


def shown(said: Statement) -> dict[str, Any]:
    """A statement: what there is by state, when it is over, and how far it is with the tiers."""
    account, programme = said.account, said.account.programme
    days = _Days(programme)
    has_worth = bool(programme.promised.value.worth)
    worth = money.said(said.worth, programme.currency) if has_worth and not said.debt else ""
    return {
        "member": account,
        "programme": programme,
        "balance": number(said.balance),
        "unit": programme.unit(said.balance),
        "worth": worth,
        "states": list(_states(said, days, worth)),
        **_expiries(said, days),
        **_tiers(said, days),
    }


def history_rows(operations: Sequence[Operation], *, programme: Programme) -> list[dict[str, Any]]:
    """Why, what, when, and what it changed. Who of us did it is not told."""
    days, reasons = _Days(programme), _reasons(operations)
    return [
        {
            "icon": ICONS.get(Kind(each.kind), "star"),
            "why": reasons.get(each.pk) or _first_large(each.get_kind_display()),
            "did": _did(each, programme, is_told=each.pk not in reasons),
            "reference": each.reference if each.reference not in each.reason else "",
            "parts": parts_said(each, programme.currency),
            "day": days.on(each.at),
            "change": number(each.change, is_change=True) if each.change else "",
            "class": "plus" if each.change > 0 else "minus",
            "balance": number(each.balance),
        }
        for each in operations
    ]


class _Days:
    """Days of the programme, as they are said: points end at its midnights, wherever somebody reads it."""

    def __init__(self, programme: Programme) -> None:
        self.times, self.programme = Times(), programme

    def on(self, at: datetime) -> str:
        return self.times.on(self.programme.day(at))

    def last(self, end: datetime) -> str:
        """The last day before something is over."""
        return self.times.on(self.programme.last_day(end))


def _states(said: Statement, days: _Days, worth: str) -> Iterable[dict[str, str]]:
    yield {
        "name": _("To spend"),
        "points": number(said.available),
        "more": _("worth %s") % worth if worth else "",
        "icon": "",
    }
    if said.pending:
        yield {"name": _("On the way"), "points": number(said.pending), "more": _coming(said, days), "icon": "clock"}
    if said.held:
        yield {"name": _("Set aside"), "points": number(said.held), "more": _("for what you take"), "icon": "lock"}
    if said.debt:
        more = _("a purchase was refunded: the next ones pay it")
        yield {"name": _("Owed"), "points": number(said.debt), "more": more, "icon": "undo"}


def _coming(said: Statement, days: _Days) -> str:
    """From when what waits may be spent."""
    dated = {days.on(at) for at, _points in said.activations if at}
    first = next((days.on(at) for at, _points in said.activations if at), "")
    if not first:
        return _("as soon as all has arrived")
    return _("from %s") % first if len(dated) == 1 else _("the first from %s") % first


def _expiries(said: Statement, days: _Days) -> dict[str, Any]:
    """By day; `soon` is what ends within a month."""
    sums = _by_day(said.expiries, days)
    first = said.expiries[0] if said.expiries else (None, 0)
    is_soon = first[0] is not None and first[0] - timezone.now() <= SOON
    rows = [(day, points) for day, points in sums.items() if day]
    later = sum(points for _day, points in rows[SHOWN:])
    rows = rows[:SHOWN] + ([(_("later"), later)] if later else [])
    rows += [(_("never"), sums[""])] if "" in sums else []
    return {
        "ends": [{"day": day, "points": points, "number": number(points)} for day, points in rows],
        "most": max((points for _day, points in rows), default=0),
        "soon": {"points": said.account.programme.said(rows[0][1]), "day": rows[0][0]} if is_soon else None,
    }


def _by_day(schedule: Schedule, days: _Days) -> dict[str, int]:
    sums: dict[str, int] = {}
    for end, points in schedule:
        day = days.last(end) if end else ""
        sums[day] = sums.get(day, 0) + points
    return sums


def _tiers(said: Statement, days: _Days) -> dict[str, Any]:
    progress, account = said.progress, said.account
    if progress is None:
        return {}
    programme, tiers = account.programme, account.programme.promised.tiers
    rank, until = tiers.rank(said.tier), _kept_until(account, said.tier)
    next_level = tiers.levels[rank + 1] if rank + 1 < len(tiers.levels) else None
    facts: dict[str, Any] = {
        "tier": tiers.levels[rank].name if rank >= 0 else "",
        "until": days.last(until) if until else "",
        "is_in_grace": progress.is_in_grace,
        "to_keep": said_ways(progress.to_stay, programme) if until else "",
        "ladder": [_level(each, place, rank, programme) for place, each in enumerate(tiers.levels)],
    }
    return facts | ({"goal": _goal(progress, next_level, programme)} if next_level else {})


def _goal(progress: Progress, level: Level, programme: Programme) -> dict[str, Any]:
    return {
        "name": level.name,
        "from": level.min,
        "has": min(progress.amount, level.min),
        "said": said_amount(progress.amount, programme),
        "missing": said_ways(progress.ways, programme),
    }


def _kept_until(account: Account, tier: str) -> datetime | None:
    """The day on which it is looked at again, or on which what was given by hand ends."""
    is_given = account.given_tier == tier and account.own_tier != tier
    return account.given_until if is_given else account.review_at


def _level(level: Level, place: int, rank: int, programme: Programme) -> dict[str, Any]:
    given = [_benefit(name, given, programme) for name, given in level.benefits.items() if given]
    if level.keeps_points:
        given.append(_("{points} do not expire").format(points=capfirst(programme.many)))
    return {
        "name": level.name,
        "from": said_ways(programme.promised.tiers.ways_into(level), programme) if level.min else "",
        "is_here": place == rank,
        "class": "reached" if place <= rank else "next" if place == rank + 1 else "",
        "benefits": given,
    }


def _benefit(name: str, given: Any, programme: Programme) -> str:
    if name == "multiplier":
        return _("{times} times the {points}").format(times=given, points=programme.many)
    return said_benefit(name, given)


def _reasons(operations: Sequence[Operation]) -> dict[int, str]:
    """By the number of each: its own, that of what it follows, or that of the purchase whose points it was about."""
    said = {each.pk: each.reason or (each.of.reason if each.of else "") for each in operations}
    own = {pk: reason for pk, reason in said.items() if reason}
    moved = Entry.objects.filter(operation__in=[pk for pk in said if pk not in own])
    came: dict[int, set[str]] = {}
    for pk, reason in moved.exclude(lot=None).values_list("operation", "lot__operation__reason"):
        came.setdefault(pk, set()).add(reason)
    return own | {pk: reason for pk, [reason, *more] in came.items() if reason and not more}


def _did(operation: Operation, programme: Programme, *, is_told: bool) -> str:
    """`is_told`: what it is called stands above it."""
    points = programme.said(about(operation))
    if operation.kind == Kind.EARN and not operation.change:
        return _("{points} earned, on the way").format(points=points)
    if operation.kind == Kind.ADJUST:
        return (_("{points} given") if operation.change > 0 else _("{points} taken")).format(points=points)
    return points if is_told else f"{points} {operation.get_kind_display()}"


def _first_large(words: str) -> str:
    return words[:1].upper() + words[1:]
