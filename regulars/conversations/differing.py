"""What a change changed, as lines that people read: one for each thing, in words instead of the JSON it is kept in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from regulars.conversations.fact_names import called
from regulars.conversations.fields import CONVERSATION_FIELDS
from regulars.lib.conditions import say
from regulars.lib.conditions.reading import GROUPS
from regulars.ui.moments import Times

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?([.]\d{1,6})?([+-]\d\d:\d\d|Z)")  # as facts keep one
LONGEST = 200  # characters of one value
MOST = 20  # lines of one change
Names = Mapping[str, Mapping[int, str]]  # of what facts name by numbers: {"agent": {3: "Grace"}}


class Line(NamedTuple):
    name: str
    before: str  # empty: there was nothing, or nobody knows
    after: str


def lines(before: Any, after: Any, *, names: Names) -> list[Line]:
    """Each thing that differs, with what it was and what it is."""
    found = [
        Line(name, said(old, where, names), said(new, where, names)) for name, where, old, new in _pairs(before, after)
    ]
    several = [line for line in found if line.before != line.after]
    return several[:MOST] + ([Line("…", "", _("and %d more") % (len(several) - MOST))] if len(several) > MOST else [])


def _pairs(before: Any, after: Any, name: str = "") -> Iterator[tuple[str, str, Any, Any]]:
    """(the name of a thing, its own key, what it was, what it is), also within things."""
    inner = [each for each in (before, after) if isinstance(each, dict) and each and not _is_tree(each)]
    if not inner or len(inner) < sum(bool(each) for each in (before, after)):
        if before != after:
            yield called(name), name.rpartition(".")[2], before, after
        return
    for key in dict.fromkeys(key for each in inner for key in each):
        below = f"{name}.{key}" if name else str(key)
        yield from _pairs((before or {}).get(key), (after or {}).get(key), below)


def said(value: Any, key: str, names: Names) -> str:
    """A value of a fact in words; nothing for what is missing."""
    text = _said(value, names.get(key.removesuffix("_id"), {}), names)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _said(value: Any, known: Mapping[int, str], names: Names) -> str:
    if value is None or value == "" or value == [] or value == {}:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int):
        return known.get(value, str(value))
    if isinstance(value, list):
        apart = "; " if any(isinstance(each, dict | list) for each in value) else ", "
        return apart.join(_said(each, known, names) for each in value)
    if not isinstance(value, dict):
        return _moment(str(value))
    return _sentence(value) if _is_tree(value) else _facts(value, names)


def _moment(text: str) -> str:
    """In the reader's zone, if it is one; else the text."""
    try:
        return Times().exact(datetime.fromisoformat(text)) if MOMENT.fullmatch(text) else text
    except ValueError:
        return text


def _facts(facts: dict[str, Any], names: Names) -> str:
    """A step, such as {"do": "tag", "tag": "vip"}, by what it does; others by their names."""
    rest = [(name, said(value, name, names)) for name, value in facts.items() if name != "do"]
    named = ", ".join(
        f"{called(name)}: {words}" if len(rest) > 1 or "do" not in facts else words for name, words in rest if words
    )
    return ": ".join(filter(None, [str(facts.get("do", "")), named]))


def _is_tree(value: dict[str, Any]) -> bool:
    return "field" in value or (len(value) == 1 and next(iter(value)) in GROUPS)


def _sentence(tree: dict[str, Any]) -> str:
    """Conditions in words; such as ask what conversations have not, plainly."""
    try:
        return say(tree, CONVERSATION_FIELDS)
    except ValidationError:
        return _plain(tree)


def _plain(tree: Any) -> str:
    if isinstance(tree, list):
        return "; ".join(map(_plain, tree))
    if not isinstance(tree, dict):
        return str(tree)
    if "field" in tree:
        return " ".join(
            [str(tree["field"]), *(f"{how} {_said(value, {}, {})}" for how, value in tree.items() if how != "field")]
        )
    return "; ".join(f"{word}: {_plain(part)}" for word, part in tree.items())
