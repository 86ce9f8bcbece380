"""What a tier takes beside its `min`, or instead, as a manager writes it: “orders 25 + spend 400000 or spend 500000”."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_OR, _AND = re.compile(r"\bor\b|[,;]"), re.compile(r"\band\b|\+")


def written(ways: Iterable[Mapping[str, int]]) -> str:
    return " or ".join(" + ".join(f"{measure} {amount}" for measure, amount in way.items()) for way in ways if way)


def read(words: str) -> list[dict[str, str]]:
    """Each way by itself. What is no measure, or no number, the terms refuse."""
    return [dict(map(_part, _AND.split(way))) for way in _OR.split(words.lower()) if way.strip()]


def read_all(words: str) -> dict[str, str]:
    """All of it together, whatever stands between."""
    return {measure: amount for way in read(words) for measure, amount in way.items()}


def _part(words: str) -> tuple[str, str]:
    """ "orders 25" or "25 orders"."""
    amount = " ".join(re.findall(r"\d+", words))
    return re.sub(r"[\d:]", "", words).strip(), amount
