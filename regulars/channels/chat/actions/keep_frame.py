from __future__ import annotations

from django.db import connection, transaction
from django.utils import timezone

from regulars.channels.chat.models import Visitor

_KEEP = """
    INSERT INTO chat_frame (visitor_id, client_id, body, at, due_at, attempts, error) VALUES (%s, %s, %s, %s, %s, 0, '')
    ON CONFLICT (visitor_id, client_id) DO NOTHING RETURNING id
"""


@transaction.atomic
def keep_frame(visitor: Visitor, *, client_id: str, body: bytes) -> bool:
    """Write down what a visitor sent, as it came: from here on nothing loses it. False when we have it already.

    Whoever keeps it takes it at once. The worker is not woken for that: it looks by itself for what was left.
    """
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [visitor.pk, client_id, body, now, now])
        return cursor.fetchone() is not None
