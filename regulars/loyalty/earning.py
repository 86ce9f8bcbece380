"""How many points an occasion gives, and why. The preview, the award and the refund reckon by this one function."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import ceil, floor
from typing import Any

from regulars.loyalty.purchases import Purchase
from regulars.loyalty.schemes import Scheme
from regulars.loyalty.spans import Part
from regulars.loyalty.terms import Earning, Terms


class Held(Part):
    """A rule that was asked, and held."""

    rule: int
    version: int = 1
    name: str
    scheme: Scheme
    stops: bool = False
    room: int | None = None  # points that its limits leave
    value: str = "0"  # the number that the event told, as it is written


@dataclass(frozen=True)
class Award:
    """`parts` say what gave how many points, in their order: the purchase itself, the tier, each rule. They add up. What counts for tiers
    alone stands beside them (`for_tiers`)."""

    points: int
    parts: tuple[dict[str, Any], ...]
    qualifying: int = 0  # points that count for tiers
    counters: Mapping[str, int] = field(default_factory=dict)  # what else counts for them
    carried: int = 0  # parts of a point that count with the next purchase; below 0: that it lacks

    def by_rule(self) -> dict[int, int]:
        return {part["rule"]: part["points"] + part.get("for_tiers", 0) for part in self.parts if "rule" in part}


PARTS = 10**9  # in which what is left of a point is kept: a third and two thirds are a point
NOTHING = Award(0, ())
FOR_BOTH, TO_SPEND, FOR_TIERS = "both", "spend", "tiers"  # what points count for


def reckoning(terms: Terms, tier: str, held: Sequence[Held] = ()) -> dict[str, Any]:
    """How it is reckoned for somebody in this tier now, as it is kept with what they earn."""
    level = terms.level(tier)
    how = terms.earning.model_dump(mode="json") | {
        "multiplier": str(level.benefits.get("multiplier", 1)) if level else "1"
    }
    return how | {"tier": level.name if level else "", "held": [each.model_dump(mode="json") for each in held]}


def by_terms(how: Mapping[str, Any], terms: Terms) -> dict[str, Any]:
    """The same, by other terms: the tier is the one of the same name, or none."""
    level = next((each for each in terms.tiers.levels if each.name == how.get("tier")), None)
    times = str(level.benefits.get("multiplier", 1)) if level else how["multiplier"] if "tier" not in how else "1"
    return dict(how) | terms.earning.model_dump(mode="json") | {"multiplier": times}


def award(purchase: Purchase | None, how: Mapping[str, Any]) -> Award:
    """What somebody gets for a purchase, or (None) for something else that happened.

    First what the programme gives for money, then the tier's multiplier on it, then the rules in their order: each adds to what
    stands there, or multiplies it; after one that stops none is asked. Rounded at the end: the parts are what each adds to the whole.
    """
    earning = Earning.model_validate({name: how[name] for name in Earning.model_fields if name in how})
    points, qualifying, total, parts = 0, 0, Fraction(0), []
    carried = Fraction(how.get("carried", 0), PARTS) if earning.rounding == "carried" else Fraction(0)
    counters: dict[str, int] = defaultdict(int)  # points stand under no word
    for part, exact, counts in _exact(purchase, earning, how) if purchase is None or purchase.spend else ():
        if counts == FOR_TIERS:
            if alone := _round(exact, earning.rounding):
                parts.append(part | {"points": 0, "for_tiers": alone})
            counters[part.get("counter", "")] += alone
            continue
        total += exact
        more = max(0, _round(total + carried, earning.rounding)) - points
        if more:
            parts.append(part | {"points": more})
        points, qualifying = points + more, qualifying + more * (counts == FOR_BOTH)
    counted = max(0, min(points, max(0, qualifying)) + counters.pop("", 0))
    others = {name: max(0, many) for name, many in counters.items()}
    left = min(ceil((total + carried - points) * PARTS), PARTS - 1)
    return Award(points, tuple(parts), counted, others, left)


def points_for(spend: int, how: Mapping[str, Any]) -> int:
    """`spend` in the currency's smallest unit."""
    return award(Purchase.of(spend), how).points


def left_of(how: Mapping[str, Any] | None, left: Purchase | None, *, points: int, spend: int, refunded: int) -> Award:
    """What a purchase is worth of which so much was refunded, or of which this is `left`: what its rest would have given.

    Where nobody knows how it came about, its share.
    """
    if not how:
        return Award(points * (max(0, spend - refunded) if left is None else left.spend) // max(1, spend), ())
    if left is None:
        left = bought(how, spend).less(refunded)
    kept = award(left, how)
    return kept if kept.points <= points else replace(kept, points=points)


def bought(how: Mapping[str, Any], spend: int) -> Purchase:
    """The purchase that was kept with an earning."""
    return Purchase.model_validate(how["purchase"]) if how.get("purchase") else Purchase.of(spend)


def _exact(
    purchase: Purchase | None, earning: Earning, how: Mapping[str, Any]
) -> Iterator[tuple[dict[str, Any], Fraction, str]]:
    """Each part, before the sum is rounded, and what it counts for."""
    base, times = _alone(_base(purchase, earning, Fraction(1)), earning), Fraction(how["multiplier"])
    yield {"spend": purchase.spend if purchase else 0}, base, FOR_BOTH
    more = base * (times - 1) if earning.rounded == "part" else _base(purchase, earning, times) - base
    total = base + (more := _alone(more, earning))
    bonus = FOR_BOTH if earning.bonus_qualifies else TO_SPEND
    yield {"tier": how.get("tier", ""), "times": how["multiplier"]}, more, bonus
    for each in map(Held.model_validate, how.get("held", ())):
        spend, pieces = purchase.fitting(*each.scheme.words) if purchase else (0, 1)
        if not _applies(each, purchase, spend, pieces):
            continue
        pieces = floor(Fraction(each.value)) if each.scheme.each == "value" else pieces
        given = _given(each.scheme, purchase, spend, pieces, base=base, total=total, earning=earning)
        given = _alone(given, earning)
        limits = [limit for limit in (each.scheme.most, each.room) if limit is not None]
        given = max(-total, min([given, *map(Fraction, limits)]))
        total += 0 if each.scheme.only_for_tiers else given
        counts = FOR_TIERS if each.scheme.only_for_tiers else FOR_BOTH if each.scheme.qualifies else TO_SPEND
        about = {"counter": each.scheme.counter} if each.scheme.counter else {}
        yield {"rule": each.rule, "version": each.version, "name": each.name} | about, given, counts
        if each.stops:
            return


def _applies(held: Held, purchase: Purchase | None, spend: int, pieces: int) -> bool:
    scheme = held.scheme
    is_named = bool(scheme.only) and not (spend or pieces)
    return held.room != 0 and not is_named and (purchase is None or spend >= scheme.least)


def _given(
    scheme: Scheme,
    purchase: Purchase | None,
    spend: int,
    pieces: int,
    *,
    base: Fraction,
    total: Fraction,
    earning: Earning,
) -> Fraction:
    if scheme.do == "multiply":
        share = Fraction(spend, purchase.spend) if purchase else Fraction(1)
        return (scheme.factor - 1) * (base if scheme.of == "purchase" else total) * share
    if scheme.each == "amount":
        given = _for_money(spend, scheme.points, scheme.per, earning)
    else:
        given = Fraction(scheme.points * (1 if scheme.each == "occasion" else pieces // scheme.pieces))
    return max(Fraction(0), given - total) if scheme.do == "raise" else given


def _base(purchase: Purchase | None, earning: Earning, times: Fraction) -> Fraction:
    """What the programme gives for money, so many times."""
    if purchase is None:
        return Fraction(0)
    parts = [each.net for each in purchase.items] + [purchase.rest] if earning.rounded == "item" else [purchase.spend]
    given = [_for_money(each, earning.points, earning.per, earning) * times for each in parts]
    return Fraction(sum(_round(each, earning.rounding) for each in given)) if earning.rounded == "item" else given[0]


def _for_money(spend: int, points: int, per: int, earning: Earning) -> Fraction:
    return Fraction(spend // per * points) if earning.rounding == "whole steps" else Fraction(spend * points, per)


def _alone(exact: Fraction, earning: Earning) -> Fraction:
    """A part, where each is rounded by itself."""
    return Fraction(_round(exact, earning.rounding)) if earning.rounded == "part" else exact


def _round(exact: Fraction, how: str) -> int:
    return {"up": ceil, "nearest": lambda many: floor(many + Fraction(1, 2))}.get(how, floor)(exact)
