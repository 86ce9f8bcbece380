"""Who is at the desk: by hand, and by the pages that agents have open."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.db.models.functions import Now

from regulars.team.models import Presence

LAPSES = timedelta(minutes=3)  # without an open page, or without word from one: three missed beats

_SEEN = """
    INSERT INTO team_presence AS presence (agent_id, state, is_chosen, since, seen_at) VALUES (%s, 'online', false, now(), now())
    ON CONFLICT (agent_id) DO UPDATE SET seen_at = now()
"""


def seen(agent_id: int) -> None:
    """A page of this agent is open. Whoever had not left by hand is at the desk with that."""
    with connection.cursor() as cursor:
        cursor.execute(_SEEN + " RETURNING xmax = 0", [agent_id])
        is_new = cursor.fetchone()[0]
    left = Presence.objects.filter(pk=agent_id, state=Presence.State.OFFLINE, is_chosen=False)
    if left.update(state=Presence.State.ONLINE, since=Now(), left_at=None) or is_new:
        rouse()


def lapse() -> int:
    """Let those be offline of whom no page has been open for a while: since they were last seen. Returns how many."""
    gone = Presence.objects.exclude(state=Presence.State.OFFLINE).filter(seen_at__lt=Now() - LAPSES)
    several = list(gone.values_list("pk", flat=True))
    for agent_id in several:
        _gone(agent_id)
    return len(several)


def rouse() -> None:
    """Let the queues look: somebody came or went, or can be given more."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('routing', '')")


def _gone(agent_id: int) -> None:
    left = Presence.objects.filter(pk=agent_id, seen_at__lt=Now() - LAPSES).exclude(state=Presence.State.OFFLINE)
    since = Presence.objects.values_list("left_at", "seen_at").get(pk=agent_id)
    if left.update(state=Presence.State.OFFLINE, is_chosen=False, since=Now(), left_at=since[0] or since[1]):
        rouse()
