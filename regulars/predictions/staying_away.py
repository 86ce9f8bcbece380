"""Who is likely to order no more for a while: learnt from who did before, tried on a later time, and told with its reasons.

Facts are as they were on the day that one predicts from; what came after it is only ever what is to be told.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from regulars.predictions.buying.fitting import NotFitted
from regulars.predictions.buying.history import Numbers
from regulars.predictions.foretelling import FLOOR, TIMES, Floor, Told, why_not
from regulars.predictions.leaving.churn import Churn, quality
from regulars.predictions.seen import Orders

ACTIVE = 365  # days: who ordered in these may stay away; who did not has
LOW, HIGH = 0.35, 0.65  # of the chance, for words
SLOW, SILENT = 1.5, 3.0  # times the usual gap, where no chance can be told
MOST_REASONS = 3


class Away(NamedTuple):
    """Of those who ordered within a year: chances (None where there are none), words, and reasons."""

    customers: Any
    chances: Numbers | None
    bands: list[str]
    because: list[list[list[Any]]]


def word_of(chance: float) -> str:
    """High, low or between."""
    return "high" if chance >= HIGH else "low" if chance < LOW else "medium"


def staying_away(orders: Orders, questions: tuple[Any, Any], *, today: int, ahead: int) -> tuple[Away, Told]:
    """By a model where there is enough to learn from, else by how late somebody is for their own habit."""
    who, facts = facts_of(orders, questions, day=today)
    try:
        model, told = _learnt(orders, questions, today=today, ahead=ahead)
    except NotFitted as problem:
        return _by_habit(who, facts), why_not(problem)
    chances = model.chances(facts)
    bands = [word_of(each) for each in chances]
    reasons = model.reasons(facts, most=MOST_REASONS)
    because = [
        [[each.fact, round(each.part, 2), _value(facts, each.fact, row)] for each in several]
        for row, several in enumerate(reasons)
    ]
    return Away(who, chances, bands, because), told


def facts_of(orders: Orders, questions: tuple[Any, Any], *, day: int) -> tuple[Any, dict[str, Any]]:
    """What was known on this day of those who had ordered within a year. The names are the reason codes."""
    known = orders.day <= day
    customer, days, amount = orders.customer[known], orders.day[known], orders.amount[known]
    who, starts, many = np.unique(customer, return_index=True, return_counts=True)
    if not len(who):
        return who, {}
    first, last = days[starts], days[starts + many - 1]
    recency, tenure = day - last, day - first
    gap = np.where(many > 1, (last - first) / np.maximum(many - 1, 1), np.nan)
    lately = np.bincount(np.searchsorted(who, customer[days > day - 90]), minlength=len(who))
    refunds = np.add.reduceat(orders.was_refunded[known], starts)
    facts = {
        "recency": recency,
        "orders": many,
        "tenure": tenure,
        "lateness": recency / np.maximum(gap, 7),
        "spend": np.add.reduceat(amount, starts) / many,
        "lately": lately,
        "refunds": refunds,
        "questions": _asked(who, questions, day),
    }
    active = last > day - ACTIVE
    return who[active], {name: each[active] for name, each in facts.items()}


def _asked(who: Any, questions: tuple[Any, Any], day: int) -> Numbers:
    """How often each wrote to us in the quarter of a year before."""
    customer, days = questions
    customer = customer[(days <= day) & (days > day - 90)]
    if not len(customer):
        return np.zeros(len(who))
    place = np.minimum(np.searchsorted(who, customer), len(who) - 1)
    return np.bincount(place[who[place] == customer], minlength=len(who))


def _stayed_away(orders: Orders, who: Any, *, day: int, ahead: int) -> Numbers:
    came = np.unique(orders.customer[(orders.day > day) & (orders.day <= day + ahead)])
    return (~np.isin(who, came)).astype(float)


def _learnt(orders: Orders, questions: tuple[Any, Any], *, today: int, ahead: int) -> tuple[Churn, Told]:
    """Tried as it is used: learnt from one time, held against the next. Then learnt from the newest. Raises Floor, NotFitted."""
    days = today - int(orders.day.min()) if len(orders.day) else 0
    if days < TIMES * ahead:
        raise Floor("days", days, TIMES * ahead)
    fitted, seen = [], []
    for day in (today - 2 * ahead, today - ahead):
        who, facts = facts_of(orders, questions, day=day)
        away = _stayed_away(orders, who, day=day, ahead=ahead)
        least = int(min(away.sum(), (1 - away).sum()))
        if least < FLOOR:
            raise Floor("of each", least, FLOOR)
        fitted.append(Churn.fitted(facts, away))
        seen.append((facts, away))
    facts, away = seen[1]
    found = quality(fitted[0].chances(facts), away)
    told = found._asdict() | {"tenths": [each._asdict() for each in found.tenths]}
    return fitted[1], told | {"weights": fitted[1].weights(facts)}


def _by_habit(who: Any, facts: dict[str, Any]) -> Away:
    if not len(who):
        return Away(who, None, [], [])
    late = facts["lateness"]
    bands = [
        "" if np.isnan(each) else "high" if each >= SILENT else "medium" if each >= SLOW else "low" for each in late
    ]
    because = [[] if np.isnan(each) else [["lateness", 0, round(float(each), 1)]] for each in late]
    return Away(who, None, bands, because)


def _value(facts: dict[str, Any], fact: str, row: int) -> float | None:
    value = float(facts[fact][row])
    return round(value, 1) if np.isfinite(value) else None
