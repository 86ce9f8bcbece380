"""The house: its people, teams, inboxes, topics and views."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from regulars.api.shapes.kinds import Named, NamedPerson, Shape


class Agent(NamedPerson):
    role: Literal["owner", "admin", "agent"]
    is_active: bool


class Team(Named):
    members: list[int]


class Inbox(Named):
    brand: Named


class Topic(Named):
    team: int | None = Field(description="Who answers it.")
    skill: str = Field(description="What it asks for; empty when nothing.")


class View(Shape):
    id: str = Field(description="A number; `mine`, `unassigned`, `all` … for those that every house has.")
    name: str
    whose: Literal["house", "everybody", "team", "you"]
    team: int | None
    conditions: dict[str, Any] = Field(description="“me” is the agent who asks.")
    sort: Literal["newest", "waiting", "due", "priority", "created"]
    count: int | None = Field(description="Of what you may see; null until it has been counted.")
    counted_at: datetime | None = Field(description="null when the count follows each change.")


class Presence(Shape):
    agent: int
    state: Literal["online", "away", "offline"]
    since: datetime | None
