"""How the promises of one conversation stand, for its head and for programs."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from regulars.conversations.models import Clock
from regulars.conversations.models.conversation import Conversations

MOST = 50  # clocks of one conversation that are told of, the newest


class Standing(NamedTuple):
    """One promise in a conversation; `due_at` is null while its clock stands still."""

    kind: str
    name: str
    due_at: datetime | None
    state: str  # running, paused, kept, broken
    is_ended: bool

    @property
    def label(self) -> str:
        return Clock.Kind(self.kind).label


def with_clocks(found: Conversations) -> Conversations:
    """With what `standings` tells of, in the same question."""
    facts = JSONObject(
        kind="kind", name="promise__name", due="due_at", ended="ended_at", broken="broken_at", outcome="outcome"
    )
    newest = (
        Clock.objects.filter(conversation=OuterRef("pk")).exclude(outcome=Clock.Outcome.DROPPED).order_by("-pk")[:MOST]
    )
    return found.annotate(promised=ArraySubquery(newest.values_list(facts)))


def standings(clocks: list[dict[str, Any]]) -> list[Standing]:
    """What `with_clocks` found: those under way by when they are due, then those that have ended, the newest first."""
    told = [_standing(clock) for clock in clocks]
    return sorted((each for each in told if not each.is_ended), key=_when) + [each for each in told if each.is_ended]


def _standing(clock: dict[str, Any]) -> Standing:
    due = datetime.fromisoformat(clock["due"]) if clock["due"] else None
    state = clock["outcome"] or ("broken" if clock["broken"] else "running" if due else "paused")
    return Standing(clock["kind"], clock["name"] or "", due, state, clock["ended"] is not None)


def _when(standing: Standing) -> float:
    return standing.due_at.timestamp() if standing.due_at else float("inf")
