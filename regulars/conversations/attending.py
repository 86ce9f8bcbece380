"""How long people are at work on a conversation: added up from what their open pages say, every few seconds.

A page says so only while it is before somebody's eyes and was touched within the last minute. What is settled takes no more
time: whoever reads it again does not handle it, and what was reported stays as it was.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

AWAY_AFTER = timedelta(seconds=25)  # without a word from a page, which says one every ten seconds: then it begins anew


def attend(conversation_id: int, *, agent_id: int, now: datetime | None = None) -> None:
    """Somebody is at work on it now. The time since their last word counts, once: not again where a second page of theirs
    counted it, for this conversation or another one."""
    facts = {"conversation": conversation_id, "agent": agent_id, "now": now or timezone.now(), "away": AWAY_AFTER}
    with connection.cursor() as cursor:
        cursor.execute(_ATTEND, facts)


# FOR SHARE: whoever settles it comes before this or after, so readings are taken of all that counts. SKIP LOCKED: nobody's page
# waits for whoever holds the conversation; what is skipped counts with the next word.
_ATTEND = """
    INSERT INTO conversations_attention AS kept (conversation_id, agent_id, spent, until)
    SELECT id, %(agent)s, interval '0', %(now)s FROM (
        SELECT id FROM conversations_conversation WHERE id = %(conversation)s AND resolved_at IS NULL AND merged_into_id IS NULL
        FOR SHARE SKIP LOCKED) AS open
    ON CONFLICT (conversation_id, agent_id) DO UPDATE SET until = greatest(kept.until, excluded.until),
        spent = kept.spent + CASE WHEN excluded.until - kept.until > %(away)s THEN interval '0'
            ELSE greatest(interval '0', excluded.until - greatest(kept.until, (
                SELECT max(until) FROM conversations_attention AS other
                WHERE other.agent_id = kept.agent_id AND other.conversation_id <> kept.conversation_id))) END
"""
