"""What conditions ask of what readings have themselves: those need no look at the conversations, and most of it is added up.

Tags overlap, so only one of them can be told by totals; of all else, several members add up to any of them, and the rest to none of them.
"""

from __future__ import annotations

import operator
from dataclasses import dataclass
from typing import Any

from regulars.lib.conditions.fields import Field
from regulars.lib.conditions.reading import Leaf, Tree
from regulars.lib.letters import folded

COLUMNS = {
    "inbox": "inbox",
    "team": "team",
    "topic": "topic",
    "channel": "channel",
    "priority": "priority",
    "customer.language": "language",
    "tags": "tags",
}  # of readings, by the fields of conditions
AMONG = ("is", "is not", "is one of", "is none of", "has", "has any of", "has none of")
COMPARED = {"more than": operator.gt, "at least": operator.ge, "less than": operator.lt, "at most": operator.le}


@dataclass(frozen=True)
class Held:
    """Readings whose `column` is one of `values`; or none of them."""

    column: str
    values: tuple[Any, ...]
    is_not: bool = False

    @property
    def is_added_up(self) -> bool:
        """Whether sums of members tell it."""
        return self.column != "tags" or (len(self.values) == 1 and not self.is_not)

    @property
    def of_readings(self) -> tuple[str, list[Any]]:
        """SQL after WHERE, about rows of `reading`."""
        test = "reading.tags && %s::varchar[]" if self.column == "tags" else f"reading.{self.column} = ANY (%s)"
        return f"({test}) IS NOT TRUE" if self.is_not else test, [list(self.values)]

    @property
    def of_totals(self) -> tuple[str, list[Any]]:
        """The same about rows of totals by this column; inboxes they have, whatever they are by."""
        if self.column == "inbox":
            return self.of_readings
        return f"reading.member {'<> ALL' if self.is_not else '= ANY'} (%s)", [[str(each) for each in self.values]]


def held(tree: Tree, *, is_not: bool = False) -> tuple[Held, ...] | None:
    """What must hold of readings, all of it; None where the conversations must be asked."""
    if isinstance(tree, Leaf):
        return _leaf(tree, is_not)
    is_not ^= tree.word in ("none", "not")
    is_any = (tree.word in ("any", "none")) ^ is_not
    parts = [held(part, is_not=is_not) for part in tree.parts]
    found = [each for part in parts for each in part or ()]
    if None in parts or (is_any and not parts):
        return None
    if not is_any or len(parts) == 1:
        return tuple(found)
    # Any of these: where each asks one thing, and of the same column, it is one of all of their values.
    columns = {each.column for each in found}
    if len(columns) != 1 or any(len(part or ()) != 1 for part in parts) or any(each.is_not for each in found):
        return None
    return (Held(columns.pop(), tuple(value for each in found for value in each.values)),)


def _leaf(leaf: Leaf, is_not: bool) -> tuple[Held, ...] | None:
    column = COLUMNS.get(leaf.field.name)
    if column and leaf.operator in AMONG:
        values = tuple(dict.fromkeys(_stored(leaf.field, each) for each in leaf.values))
        return (Held(column, values, is_not ^ leaf.how.is_not),)
    if column == "priority" and leaf.operator in COMPARED:
        compare, beside = COMPARED[leaf.operator], _stored(leaf.field, leaf.values[0])
        return (
            Held(column, tuple(each.stored for each in leaf.field.choices if compare(each.stored, beside)), is_not),
        )
    return None


def _stored(field: Field, value: Any) -> Any:
    if field.choices:
        return next(choice.stored for choice in field.choices if choice.word == value)
    if field.kind == "text":
        return (field.written or folded)(value)
    return value
