"""Members and what was done with their points, made ready for pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from regulars.customers.actor import Actor
from regulars.lib import money
from regulars.loyalty.models import Account, Operation
from regulars.loyalty.models.programme import number
from regulars.loyalty.queries import Schedule, Statement
from regulars.loyalty.tier_words import said_ways
from regulars.team.models import Agent
from regulars.ui.faces import avatar
from regulars.ui.moments import Times


def member_rows(members: Iterable[Account]) -> list[dict[str, Any]]:
    """`members` with their customers and programme at hand."""
    times = Times()
    return [
        {
            "member": each,
            "face": avatar(str(each.customer), each.customer_id, "small"),
            "balance": number(each.balance),
            "tier": tier_name(each, each.tier),
            "since": times.moment(each.joined_at),
        }
        for each in members
    ]


def tier_name(account: Account, word: str) -> str:
    level = account.programme.promised.level(word)
    return level.name if level else word


def history_rows(operations: Iterable[Operation], *, programme: Any) -> list[dict[str, Any]]:
    times, several = Times(), list(operations)
    actors = {each.by: Actor.read(each.by) for each in several}
    agents = Agent.objects.in_bulk([actor.id for actor in actors.values() if actor.kind == "agent"])
    return [
        {
            "operation": each,
            "does": each.get_kind_display(),
            "points": programme.said(about(each)),
            "reference": each.reference if each.reference not in each.reason else "",
            "parts": parts_said(each, programme.currency),
            "change": number(each.change, is_change=True) if each.change else "",
            "balance": number(each.balance),
            "by": _said(actors[each.by], agents),
            "when": times.moment(each.at),
        }
        for each in several
    ]


def parts_said(operation: Operation, currency: str) -> list[tuple[str, str]]:
    """What gave how many of the points that were earned: the purchase, the tier, each rule; nothing where it was one thing alone."""
    reckoned = operation.reckoned or {}
    if reckoned.get("written_off") or reckoned.get("reserved"):
        return _became(reckoned)
    parts = reckoned.get("parts", [])
    return say_parts(parts, currency) if parts[1:] else []


def about(operation: Operation) -> int:
    """How many points it was about; of those that were to be taken back, or restored, how many were."""
    reckoned = operation.reckoned or {}
    return reckoned.get("taken", reckoned.get("returned", abs(operation.amount)))


def _became(reckoned: dict[str, int]) -> list[tuple[str, str]]:
    words = {
        "taken": _("taken back"),
        "reserved": _("reserved: taken when they come back"),
        "written_off": _("spent before, and written off"),
    }
    return [(said, number(reckoned[word])) for word, said in words.items() if reckoned[word]]


def say_parts(parts: Iterable[dict[str, Any]], currency: str) -> list[tuple[str, str]]:
    return [(_part(each, currency), number(each["points"] or each["for_tiers"], is_change=True)) for each in parts]


def _part(part: dict[str, Any], currency: str) -> str:
    if "spend" in part:
        return _("for %s") % money.said(part["spend"], currency)
    if "for_tiers" in part:
        return _("%s (for tiers alone)") % part["name"]
    return part["name"] if "rule" in part else f"{part['tier']} × {part['times']}".strip()


def _by_day(schedule: Schedule, day: Callable[[datetime], str], without: str) -> list[tuple[str, str]]:
    """By the days of the programme, wherever somebody reads it."""
    sums: dict[str, int] = {}
    for at, points in schedule:
        said = day(at) if at else without
        sums[said] = sums.get(said, 0) + points
    return [(said, number(points)) for said, points in sums.items()]


def _said(actor: Actor, agents: dict[int, Agent]) -> str:
    if actor.kind == "agent" and actor.id in agents:
        return agents[actor.id].name
    return actor.name or {"customer": _("The customer"), "import": _("The import")}.get(actor.kind, _("Regulars"))


def shown(said: Statement) -> dict[str, Any]:
    """A statement, in words."""
    times, account = Times(), said.account
    programme = account.programme
    return {
        "member": account,
        "programme": programme,
        "tier": tier_name(account, said.tier),
        "balance": programme.said(said.balance),
        "worth": money.said(said.worth, programme.currency),
        "buckets": [
            (_("May be spent"), number(said.available)),
            *([(_("Waits"), number(said.pending))] if said.pending else []),
            *([(_("Reserved"), number(said.held))] if said.held else []),
            *([(_("Owed"), number(said.debt))] if said.debt else []),
            (_("Spent"), number(said.spent)),
            (_("Expired"), number(said.expired)),
        ],
        "expiries": _by_day(said.expiries, lambda end: times.on(programme.last_day(end)), _("never")),
        "activations": _by_day(said.activations, lambda at: times.on(programme.day(at)), _("when somebody says so")),
        "progress": said.progress,
        "missing": said_ways(said.progress.ways, programme) if said.progress else "",
        "to_keep": said_ways(said.progress.to_stay, programme) if said.progress else "",
        "review": times.on(programme.day(said.progress.review_at)) if said.progress and said.progress.review_at else "",
    }
