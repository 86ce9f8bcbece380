"""The orders of lists. Each is one index read from its first row, or a few one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from regulars.conversations.models import Conversation
from regulars.conversations.models.view import View


@dataclass(frozen=True)
class Part:
    """Of an order: the rows it is about, by a time and their number."""

    time: str = "last_activity_at"
    is_upwards: bool = False
    has: str = ""  # a column: rows where it is known, or not
    is_missing: bool = False
    priority: int | None = None

    @property
    def where(self) -> Q:
        facts: dict[str, Any] = {f"{self.has}__isnull": self.is_missing} if self.has else {}
        return Q(**facts) if self.priority is None else Q(priority=self.priority)

    @property
    def by(self) -> tuple[str, str]:
        return (self.time, "pk") if self.is_upwards else (f"-{self.time}", "-pk")

    def behind(self, at: Any, id: Any) -> Q:
        """The rows after one with this time and number; the bound on the time alone is for the index."""
        way = "gt" if self.is_upwards else "lt"
        later = Q(**{f"{self.time}__{way}": at}) | Q(**{self.time: at, f"pk__{way}": id})
        return later & Q(**{f"{self.time}__{way}e": at})

    def holds(self, row: Conversation) -> bool:
        if self.priority is not None:
            return row.priority == self.priority
        return not self.has or (getattr(row, self.has) is None) == self.is_missing


def _first(time: str) -> tuple[Part, ...]:
    """Those that have the time, the earliest first; then the others, the newest first."""
    return (Part(time, is_upwards=True, has=time), Part(has=time, is_missing=True))


SORTS: dict[str, tuple[Part, ...]] = {
    View.Sort.NEWEST: (Part(),),
    View.Sort.WAITING: _first("waiting_since"),
    View.Sort.DUE: _first("due_at"),
    View.Sort.PRIORITY: tuple(Part(priority=value) for value in sorted(Conversation.Priority.values, reverse=True)),
    View.Sort.CREATED: (Part("created_at"),),
}
