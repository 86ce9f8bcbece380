"""Members and what was done with their points, made ready for pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from regulars.customers.actor import Actor
from regulars.lib import money
from regulars.loyalty.models import Account, Operation
from regulars.loyalty.queries import Statement
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
            "balance": f"{each.balance:,}".replace("-", "−"),
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
            "points": programme.said(abs(each.amount)),
            "change": f"{each.change:+,}".replace("-", "−") if each.change else "",
            "balance": f"{each.balance:,}".replace("-", "−"),
            "by": _said(actors[each.by], agents),
            "when": times.moment(each.at),
        }
        for each in several
    ]


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
        "balance": programme.said(said.balance).replace("-", "−"),
        "worth": money.said(said.worth, programme.currency),
        "buckets": [
            (_("May be spent"), f"{said.available:,}"),
            *([(_("Waits"), f"{said.pending:,}")] if said.pending else []),
            *([(_("Reserved"), f"{said.held:,}")] if said.held else []),
            *([(_("Owed"), f"{said.debt:,}")] if said.debt else []),
            (_("Spent"), f"{said.spent:,}"),
            (_("Expired"), f"{said.expired:,}"),
        ],
        "expiries": [(times.exact(at) if at else _("never"), f"{points:,}") for at, points in said.expiries],
        "activations": [
            (times.exact(at) if at else _("when somebody says so"), f"{points:,}") for at, points in said.activations
        ],
        "progress": said.progress,
        "review": times.exact(said.progress.review_at) if said.progress and said.progress.review_at else "",
    }
