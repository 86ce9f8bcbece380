"""Something for which a programme may give points, and the rules that are asked about it.

Rules are kept in a room above: `settings.EARNING_RULES` names who answers, as `settings.CUSTOMER_FACTS` names what may be asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from math import isfinite
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from regulars.lib.money import major
from regulars.loyalty.earning import Award, Held, award, reckoning
from regulars.loyalty.limits import with_room
from regulars.loyalty.models import Account, Programme, Standing
from regulars.loyalty.purchases import Purchase
from regulars.loyalty.spans import MOST

PURCHASE = "order.paid"  # what rules call it when somebody buys something, also where no order is kept


@dataclass(frozen=True)
class Occasion:
    """An event as rules look at it, with what was bought by it."""

    kind: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    event: int = 0  # its number on the timeline; 0: it stands nowhere
    purchase: Purchase | None = None

    @property
    def is_ours(self) -> bool:
        """Told by a server, not by a visitor's own browser, who could have made it up."""
        return bool(self.facts.get("source", "server") == "server")

    @property
    def value(self) -> str:
        """The number that it tells: how far, how much, how many. Nothing is none; nor is what a member's own browser says."""
        told = self.facts.get("value") if self.is_ours else None
        is_number = isinstance(told, int | float) and isfinite(told) and 0 < told <= MOST
        return str(Fraction(str(told))) if is_number else "0"

    @classmethod
    def bought(
        cls, purchase: Purchase, *, programme: Programme, number: str = "", shop: str = "", paid_by: str = ""
    ) -> Occasion:
        """At a till, or in a shop that keeps its orders to itself."""
        spend, currency = purchase.spend, programme.currency
        facts = {"order": 0, "number": number, "amount": float(major(spend, currency)), "units": spend}
        facts |= {"currency": currency, "shop": shop, "paid_by": paid_by}
        return cls(PURCHASE, facts, purchase=purchase)


def reckoned(
    occasion: Occasion, *, account: Account, at: datetime, is_kept: bool = True
) -> tuple[Award, dict[str, Any]]:
    """What a member gets for it, and how that came about, to be kept with it. `is_kept`: they get it now."""
    held = with_room(held_for(occasion, account=account, at=at), account=account, at=at, is_kept=is_kept)
    how = reckoning(account.programme.promised, _tier(account, at), held) | {"carried": account.carried or 0}
    given = award(occasion.purchase, how)
    bought = occasion.purchase.model_dump(mode="json") if occasion.purchase else None
    if how["rounding"] == "carried":
        how |= {"leaves": given.carried}
    about = {name: occasion.facts.get(name, "") for name in ("shop", "paid_by")}  # for the effect of rules to come
    return given, how | {"purchase": bought, "about": about, "parts": list(given.parts)}


def _tier(account: Account, at: datetime) -> str:
    """In which they were when it happened: what is told late is worth what it was then, and what was before they joined, as on that day."""
    at = max(at, account.joined_at)
    if account.tier_since is None or at >= account.tier_since:
        return account.tier
    then = Standing.objects.filter(account=account.pk, at__lte=at).order_by("-at", "-pk").first()
    return then.tier if then else ""


def held_for(occasion: Occasion, *, account: Account, at: datetime) -> Sequence[Held]:
    """The rules of the member's programme that hold, in their order."""
    ask: Callable[..., Sequence[Held]] = import_string(settings.EARNING_RULES)
    return ask(occasion, account=account, at=at)
