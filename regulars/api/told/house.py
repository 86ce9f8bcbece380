"""The house: its people, teams, inboxes, topics and views."""

from __future__ import annotations

from regulars.api.told.answers import Facts, time
from regulars.conversations.counting import Count
from regulars.conversations.models import Inbox, Topic, View
from regulars.conversations.viewing import GivenView
from regulars.team.models import Agent, Presence, Team


def agent(row: Agent) -> Facts:
    return {**agent_named(row), "role": row.role_id, "is_active": row.is_active}


def agent_named(row: Agent) -> Facts:
    return {"id": row.pk, "name": row.name, "email": row.email}


def team(row: Team) -> Facts:
    return {"id": row.pk, "name": row.name, "members": [each.pk for each in row.members.all()]}


def inbox(row: Inbox) -> Facts:
    return {"id": row.pk, "name": row.name, "brand": {"id": row.brand_id, "name": row.brand.name}}


def topic(row: Topic) -> Facts:
    return {"id": row.pk, "name": row.name, "team": row.team_id, "skill": str(row.skill or "")}


def view(row: View | GivenView, count: Count | None) -> Facts:
    is_given = isinstance(row, GivenView)
    whose = "house" if is_given else "you" if row.agent_id else "team" if row.team_id else "everybody"
    return {
        "id": row.word if is_given else str(row.pk),
        "name": str(row.name),
        "whose": whose,
        "team": None if is_given else row.team_id,
        "conditions": row.tree,
        "sort": "newest" if is_given else row.sort,
        "count": count and count.number,
        "counted_at": time(count.at) if count and not count.is_kept else None,
    }


def presence(row: Presence) -> Facts:
    return {"agent": row.pk, "state": row.state, "since": time(row.since)}
