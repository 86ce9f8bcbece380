"""Who did it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from regulars.team.models import Agent


@dataclass(frozen=True, slots=True)
class Actor:
    """An agent, a customer, a rule, the assistant, an import or the system itself. Written as `agent:3`.

    Who may be gone when the story is read brings the name along: `rule:7 VIP care`.
    """

    kind: str
    id: int | None = None
    name: str = ""

    def __str__(self) -> str:
        numbered = self.kind if self.id is None else f"{self.kind}:{self.id}"
        return f"{numbered} {self.name}" if self.name else numbered

    @classmethod
    def read(cls, written: str) -> Actor:
        numbered, _, name = written.partition(" ")
        kind, _, number = numbered.partition(":")
        return cls(kind, int(number) if number else None, name)

    @classmethod
    def of(cls, by: By) -> Actor:
        """Whoever does something: an agent is one, too."""
        return by if isinstance(by, Actor) else cls("agent", by.pk)

    @classmethod
    def customer(cls, customer: object) -> Actor:
        return cls("customer", customer.pk)  # type: ignore[attr-defined]


By: TypeAlias = Agent | Actor  # who may do what an agent may: a rule, the assistant, the house itself


def agent_of(by: By) -> Agent | None:
    """The agent, if it is one: what a rule writes has no author among the team."""
    return by if isinstance(by, Agent) else None


SYSTEM = Actor("system")
IMPORT = Actor("import")
