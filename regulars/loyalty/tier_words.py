"""What tiers take, in the words of members and managers: “12 nights + €4,000.00 or €5,000.00”."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulars.lib import money
from regulars.loyalty.models import Programme
from regulars.loyalty.models.programme import number


def said_amount(amount: int, programme: Programme, *, measure: str = "") -> str:
    """In what the tiers are reckoned by, or another measure."""
    tiers = programme.promised.tiers
    measure = measure or tiers.basis
    if measure == "spend":
        return money.said(amount, programme.currency)
    if measure == "orders":
        return ngettext("{count} order", "{count} orders", amount).format(count=number(amount))
    if measure in tiers.counters:
        return f"{number(amount)} {measure}"
    if measure == "points" and tiers.called:
        return f"{number(amount)} {tiers.called}"
    return programme.said(amount)


def said_ways(ways: Iterable[Mapping[str, int]], programme: Programme) -> str:
    """Each of them is enough, with all that it names."""
    said = [
        " + ".join(said_amount(amount, programme, measure=measure) for measure, amount in way.items()) for way in ways
    ]
    return _(" or ").join(said)
