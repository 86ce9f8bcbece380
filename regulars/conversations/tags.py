"""Which tags there are to choose from: those in use lately, then the others."""

from django.db import connection

from regulars.conversations.models import Tag

RECENT = 3000  # conversations looked at
MOST = 1000  # tags

_USED = f"""
    SELECT tag FROM (
        SELECT unnest(tags) AS tag FROM (
            SELECT tags FROM conversations_conversation ORDER BY last_activity_at DESC, id DESC LIMIT {RECENT}
        ) AS newest
    ) AS used GROUP BY tag ORDER BY count(*) DESC, tag LIMIT 100
"""


def used_tags() -> list[str]:
    """The tags of recent conversations, the most used first, then all that nobody used lately; none that was retired."""
    with connection.cursor() as cursor:
        cursor.execute(_USED)
        used = [tag for (tag,) in cursor.fetchall()]
    known = dict(Tag.objects.filter(becomes=None).order_by("name").values_list("name", "retired_at")[:MOST])
    return [tag for tag in used if not known.get(tag)] + [
        tag for tag, retired_at in known.items() if not retired_at and tag not in used
    ]
