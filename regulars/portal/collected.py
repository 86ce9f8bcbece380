"""A customer's points. They belong to the person, as the name does: whoever has not shown that they are it sees none."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import HttpRequest

from regulars.loyalty.models import Account, Programme
from regulars.loyalty.queries import balance_of, history, of_customer, statement
from regulars.portal.queries import Reader
from regulars.rewards.codes import shown
from regulars.rewards.queries import claims_of


class Purse:
    """The programmes in which somebody is a member, and those that they may join by themselves."""

    def __init__(self, reader: Reader | None) -> None:
        self.person = reader.details if reader else None
        theirs = of_customer(self.person.pk) if self.person else []
        self.members = [each for each in theirs if each.status != Account.Status.LEFT]

    @cached_property
    def offered(self) -> list[Programme]:
        """Whoever has left may come back."""
        joined = {each.programme_id for each in self.members}
        several = Programme.objects.exclude(pk__in=joined).order_by("pk") if self.person else ()
        return [each for each in several if each.promised.joining.is_open]

    @property
    def is_shown(self) -> bool:
        return bool(self.members or self.offered)

    @property
    def balances(self) -> list[str]:
        """What there is to spend now: “46 beans”."""
        now = [(each.programme, balance_of(each)) for each in self.members]
        return [programme.said(points) for programme, points in now if points > 0]


def purse_of(request: HttpRequest) -> Purse:
    """Asked once a request."""
    if not hasattr(request, "portal_purse"):
        request.portal_purse = Purse(request.customer_reader)  # type: ignore[attr-defined]
    return request.portal_purse  # type: ignore[attr-defined, no-any-return]


def told(reader: Reader) -> list[dict[str, Any]]:
    """Everything, for whoever asks for their data. Times are UTC."""
    return [_told(each) for each in Purse(reader).members]


def _told(member: Account) -> dict[str, Any]:
    said = statement(member)
    return {
        "programme": member.programme.name,
        "card": member.number,
        "joined_at": member.joined_at.isoformat(),
        "tier": said.tier,
        **{name: getattr(said, name) for name in ("available", "pending", "held", "debt", "spent", "expired")},
        "history": [
            {"at": each.at.isoformat(), "what": each.kind, "points": each.amount, "change": each.change}
            | {"reason": each.reason, "reference": each.reference}
            for each in history(member)
        ],
        "rewards": [
            {
                "name": str(each),
                "state": each.state,
                "code": shown(each.code),
                "points": each.points,
                "reason": each.reason,
            }
            | {"claimed_at": each.claimed_at.isoformat(), "address": each.address, "used_with": each.reference}
            for each in claims_of(member.customer_id).filter(reward__programme=member.programme_id)
        ],
    }
