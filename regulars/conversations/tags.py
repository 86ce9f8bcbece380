"""Which tags there are: those in use lately."""

from django.db import connection

RECENT = 3000  # conversations looked at

_USED = f"""
    SELECT tag FROM (
        SELECT unnest(tags) AS tag FROM (
            SELECT tags FROM conversations_conversation ORDER BY last_activity_at DESC, id DESC LIMIT {RECENT}
        ) AS newest
    ) AS used GROUP BY tag ORDER BY count(*) DESC, tag LIMIT 100
"""


def used_tags() -> list[str]:
    """The tags of recent conversations, the most used first."""
    with connection.cursor() as cursor:
        cursor.execute(_USED)
        return [tag for (tag,) in cursor.fetchall()]
