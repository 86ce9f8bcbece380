"""Who will end their contract: learnt from those of whom the house knows whether they have, by all else that it keeps of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

import numpy as np

from regulars.predictions.foretelling import FLOOR, Floor, Told
from regulars.predictions.leaving.churn import Churn, has_left, tried
from regulars.predictions.models import OF_THE_HOUSE, Assumptions
from regulars.predictions.staying_away import MOST_REASONS

MOST_FACTS = 200
TOGETHER = 20_000  # customers
LONGEST = 100  # characters of a fact in a reason
Known = tuple[int, Mapping[str, Any]]  # a customer, and what is known of them


class Ending(NamedTuple):
    """Of one whose contract runs: the chance that it ends, and what speaks for it."""

    customer: int
    chance: float
    because: list[list[Any]]


def learnt(some: Sequence[Known], assumed: Assumptions) -> tuple[Churn, Told]:
    """Tried in five parts, each on those that the others did not see; then learnt from all. Raises Floor, NotFitted."""
    some = [each for each in some if _left(each, assumed) is not None]
    left = np.array([_left(each, assumed) for each in some], dtype=float)
    if (least := int(min(left.sum(), (1 - left).sum()))) < FLOOR:
        raise Floor("of each", least, FLOOR)
    facts = _facts(some, _names(some, assumed))
    found, _each_auc = tried(facts, left)
    model = Churn.fitted(facts, left)
    told: Told = found._asdict() | {"tenths": [each._asdict() for each in found.tenths]}
    return model, told | {"weights": model.weights(facts), "aside": sorted({*facts} - model.facts.used)}


def ending(everybody: Iterable[Known], model: Churn, assumed: Assumptions) -> Iterator[Ending]:
    """Of each who is said not to have left."""
    running = (each for each in everybody if _left(each, assumed) is False)
    while several := list(islice(running, TOGETHER)):
        facts = _facts(several, model.facts.used)
        reasons, chances = model.reasons(facts, most=MOST_REASONS), model.chances(facts)
        for row, (customer, _known) in enumerate(several):
            because = [[each.fact, round(each.part, 2), _shown(facts[each.fact][row])] for each in reasons[row]]
            yield Ending(customer, float(chances[row]), because)


def _left(each: Known, assumed: Assumptions) -> bool | None:
    return has_left(each[1].get(assumed.contract_left, ""))


def _names(several: Sequence[Known], assumed: Assumptions) -> set[str]:
    """The facts that most customers have, but for those that say when or whether a contract ended."""
    aside = {each.casefold() for each in (*assumed.aside, assumed.contract_left, assumed.contract_until)}
    many = Counter(name for _customer, known in several for name in known if name.casefold() not in aside)
    return {OF_THE_HOUSE + name for name, _many in many.most_common(MOST_FACTS)}


def _facts(several: Sequence[Known], names: Iterable[str]) -> dict[str, list[Any]]:
    """As columns; nothing where one is not known."""
    return {
        name: [_plain(known.get(name.removeprefix(OF_THE_HOUSE))) for _customer, known in several]
        for name in sorted(names)
    }


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None or isinstance(value, dict) else value


def _shown(value: Any) -> Any:
    return value[:LONGEST] if isinstance(value, str) else value
