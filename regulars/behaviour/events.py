"""What the timeline says about behaviour. Single page views are not on it: they are folded into visits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from regulars.customers.events import Event


@dataclass(frozen=True, kw_only=True)
class VisitMade(Event):
    """The customer looked at our pages, and has gone again."""

    kind = "visit.made"
    says = "Looked at {pages} pages"
    icon = "eye"
    is_change = False
    personal = ("first_page",)
    stay: int
    pages: int
    minutes: int
    first_page: str

    @classmethod
    def sentence(cls, facts: dict[str, Any], by: str) -> str:
        return cls.says if facts["pages"] > 1 else "Looked at a page"


@dataclass(frozen=True, kw_only=True)
class DeedDone(Event):
    """The customer did something that a website or program of ours told us, and that is noted on timelines."""

    kind = "deed.done"
    says = "Did “{name}”"
    icon = "check"
    is_change = False
    name: str
    value: float | None = None
    currency: str = ""
    message: str = ""
    source: str = ""  # "server" or "website"; what a page says, its visitor could have made up
