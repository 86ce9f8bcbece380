"""What views, rules and macros still name though it is not there any more: a team, an agent, a tag …"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Any

from regulars.conversations.models import Tag
from regulars.conversations.tagging import NAMING
from regulars.lib.conditions.reading import Leaf, Tree, leaves
from regulars.lib.conditions.values import ME

WHOLE = {
    "is",
    "is not",
    "is one of",
    "is none of",
    "has",
    "has any of",
    "has all of",
    "has none of",
}  # compare whole words


class Known:
    """What there is now, each sort of it asked once for a whole list."""

    def __init__(self) -> None:
        self._found: dict[Hashable, set[Any]] = {}

    def among(self, sort: Hashable, ask: Callable[[], Iterable[Any]]) -> set[Any]:
        """All of a sort."""
        if sort not in self._found:
            self._found[sort] = set(ask())
        return self._found[sort]

    def missing(self, tree: Tree | None) -> list[str]:
        """What conditions name that is not there: "topic #7", "tag “vip”"."""
        return [said for leaf in (leaves(tree) if tree else ()) for said in self._in(leaf)]

    def _in(self, leaf: Leaf) -> list[str]:
        field = leaf.field
        if field.name in NAMING and leaf.operator in WHOLE:
            tags = self.among("tags", lambda: Tag.objects.values_list("name", flat=True))
            return [f"{field.label} “{word}”" for word in leaf.values if isinstance(word, str) and word not in tags]
        if field.kind != "reference" or not field.offers or not leaf.values:
            return []
        offered = self.among(field.name, lambda: (key for key, _label in field.offers(None)))  # type: ignore[misc]
        return [f"{field.label} #{value}" for value in leaf.values if value != ME and value not in offered]
