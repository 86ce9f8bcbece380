"""Limits on how often somebody may ask that hold for all processes together: where guessing, or filling mailboxes, would pay."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable

from django.db import connection

# `until`: when all that was asked for would be over at the slow pace. It may lie ahead by as much as may be asked for at once.
_ASK = """
    INSERT INTO team_pace AS kept (asker, until) VALUES (%(asker)s, statement_timestamp() + %(each)s * interval '1 second')
    ON CONFLICT (asker) DO UPDATE SET until = greatest(kept.until, statement_timestamp()) + %(each)s * interval '1 second'
    WHERE kept.until <= statement_timestamp() + %(ahead)s * interval '1 second'
    RETURNING 0
"""
_WAIT = "SELECT extract(epoch FROM until - statement_timestamp())::float8 - %s FROM team_pace WHERE asker = %s"
# A few at a time, and none that somebody is just asking for.
_FORGET = """
    DELETE FROM team_pace WHERE asker IN (
        SELECT asker FROM team_pace WHERE until < statement_timestamp() ORDER BY until LIMIT 20 FOR UPDATE SKIP LOCKED)
"""


class Pace:
    """Each asker may ask `burst` times at once, and `per_second` times in the long run, of whichever process. Named, so that two do not mix.

    Who asks is kept as a hash, while it counts. After a crash of the database everybody may begin anew.
    """

    def __init__(self, name: str, *, per_second: float, burst: int) -> None:
        self.name, self.per_second, self.burst = name, per_second, burst

    def wait(self, asker: Hashable) -> float:
        """Count this time, and return 0; or count nothing, and return the seconds until the asker may ask again."""
        key = hashlib.sha256(f"{self.name}:{asker}".encode("utf-8", "surrogatepass")).hexdigest()
        ahead = (self.burst - 1) / self.per_second
        with connection.cursor() as cursor:
            cursor.execute(_FORGET)
            cursor.execute(_ASK, {"asker": key, "each": 1 / self.per_second, "ahead": ahead})
            if cursor.fetchone():
                return 0.0
            cursor.execute(_WAIT, [ahead, key])
            found = cursor.fetchone()
        return max(float(found[0]), 0.001) if found else 0.0
