"""Limits that all web processes count together: one row for each asker, in a table that a crash may empty."""

import hashlib
from collections.abc import Hashable
from datetime import timedelta

from django.db import connection
from django.db.models.functions import Now

from regulars.live.models import Allowance

FORGOTTEN_AFTER = timedelta(days=1)  # every burst is whole again by then

_RISEN = "LEAST(%(burst)s, kept.rest + extract(epoch FROM clock_timestamp() - kept.at) * %(per_second)s)"
_TAKE = f"""
    INSERT INTO live_allowance AS kept (name, asker, rest, at) VALUES (%(name)s, %(asker)s, %(burst)s - 1, clock_timestamp())
    ON CONFLICT (name, asker) DO UPDATE SET rest = {_RISEN} - 1, at = clock_timestamp() WHERE {_RISEN} >= 1
    RETURNING 0
"""
_WAIT = (
    f"SELECT (1 - {_RISEN}) / %(per_second)s FROM live_allowance AS kept WHERE name = %(name)s AND asker = %(asker)s"
)


class SharedThrottle:
    """Each asker may ask `burst` times at once, and `per_second` times in the long run, of however many processes."""

    def __init__(self, name: str, *, per_second: float, burst: int) -> None:
        self.name, self.per_second, self.burst = name, per_second, burst

    def wait(self, asker: Hashable) -> float:
        """Count this time, and return 0; or count nothing, and return the seconds until the asker may ask again."""
        who = hashlib.sha256(str(asker).encode("utf-8", "surrogatepass")).hexdigest()  # who asked need not be known
        facts = {"name": self.name, "asker": who, "per_second": self.per_second, "burst": self.burst}
        with connection.cursor() as cursor:
            cursor.execute(_TAKE, facts)
            if cursor.fetchone():
                return 0.0
            cursor.execute(_WAIT, facts)
            found = cursor.fetchone()
        return max(0.0, float(found[0])) if found else 0.0


def forget_allowances() -> int:
    """Forget whoever has not asked for a day. Returns how many."""
    return Allowance.objects.filter(at__lt=Now() - FORGOTTEN_AFTER).delete()[0]
