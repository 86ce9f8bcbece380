from __future__ import annotations

from dataclasses import dataclass

from regulars.customers.events import Event


@dataclass(frozen=True, kw_only=True)
class StoreVisited(Event):
    """The customer was in one of our shops: somebody noted it, or they bought something there. Once an hour at most."""

    kind = "store.visited"
    says = "Was at {name}"
    icon = "building"
    about = "place"
    place: int
    name: str
    slip: int
