"""Who did it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """An agent, a customer, a rule, the assistant, an import or the system itself. Written as `agent:3`."""

    kind: str
    id: int | None = None

    def __str__(self) -> str:
        return self.kind if self.id is None else f"{self.kind}:{self.id}"

    @classmethod
    def read(cls, written: str) -> Actor:
        kind, _, number = written.partition(":")
        return cls(kind, int(number) if number else None)

    @classmethod
    def agent(cls, agent: object) -> Actor:
        return cls("agent", agent.pk)  # type: ignore[attr-defined]

    @classmethod
    def customer(cls, customer: object) -> Actor:
        return cls("customer", customer.pk)  # type: ignore[attr-defined]


SYSTEM = Actor("system")
IMPORT = Actor("import")
