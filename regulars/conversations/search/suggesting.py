"""What may come next, while somebody types a search."""

from __future__ import annotations

import re
from typing import NamedTuple

from regulars.conversations.search.naming import fold
from regulars.conversations.search.operators import OPERATORS
from regulars.conversations.search.own_fields import START, offered, operator_of
from regulars.team.models import Agent

MOST = 8
_LAST = re.compile(r'(?P<not>-?)(?P<word>[A-Za-z0-9_.]*)(?P<value>:("[^"]*|[^\s"()]*))?$')


class Suggestion(NamedTuple):
    """The whole text with what is suggested at its end, that alone, and what it means."""

    text: str
    label: str
    says: str


def suggestions(text: str, *, agent: Agent) -> list[Suggestion]:
    """Operators that begin like the last word, or values of the operator that it is."""
    last = _LAST.search(text[-200:])
    if last is None or (last.start() and text[-200:][last.start() - 1] not in " (\t"):
        return []
    before, word = text[: len(text) - len(last[0])] + last["not"], last["word"].lower()
    if last["value"] is None:
        own = offered() if word and START.startswith(word[: len(START)]) else ()
        known = [*((name, operator.says) for name, operator in OPERATORS.items()), *own]
        found = [(name, says) for name, says in known if name.startswith(word)]
        return [Suggestion(f"{before}{name}:", f"{name}:", str(says)) for name, says in found[:MOST]]
    operator = operator_of(word)
    if operator is None:
        return []
    begun, offers = fold(last["value"].strip(':"')), operator.offers(agent)
    fitting = [(value, says) for value, says in offers if begun in fold(value)]
    fitting.sort(key=lambda offer: not fold(offer[0]).startswith(begun))
    return [
        Suggestion(f"{before}{word}:{_quoted(value)} ", f"{word}:{_quoted(value)}", str(says))
        for value, says in fitting[:MOST]
    ]


def _quoted(value: str) -> str:
    return f'"{value}"' if re.search(r"[\s()]", value) else value
