"""Credits that are used up: not read again by each verb, so that it costs the same after five years as after one.

What they count towards tiers comes as a sum of each period; those that a refund is about come one by one.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from regulars.loyalty.book import Book, UsedUp
from regulars.loyalty.models import Lot, Operation
from regulars.loyalty.qualifying import BEFORE_ALL, COUNTED, TICK, earliest, entitling_periods

# Asked of each member by itself: a plan for all of them at once may read the whole table.
_STATEMENT = f"""
    SELECT member, sums.* FROM json_to_recordset(%s)
        AS asked (member bigint, since timestamptz, begins timestamptz[], apart timestamptz, known bigint[])
    CROSS JOIN LATERAL (
        SELECT min(activates_at), {", ".join(f"sum({each})::bigint" for each in COUNTED.values())} FROM loyalty_lot
        WHERE account_id = member AND activates_at >= since AND pending = 0 AND available = 0 AND held = 0
            AND activates_at < coalesce(expires_at, 'infinity') AND id <> ALL (known)
        GROUP BY width_bucket(activates_at, begins), CASE WHEN activates_at >= apart THEN activates_at END
    ) AS sums
"""
_ABOUT = """
    WITH RECURSIVE about AS (
        (SELECT id FROM loyalty_lot WHERE operation_id = %(about)s UNION SELECT lot_id FROM loyalty_entry WHERE operation_id = %(about)s)
        UNION SELECT lot.id FROM loyalty_lot AS lot JOIN about ON lot.parent_id = about.id WHERE lot.account_id = ANY (%(members)s)
    )
    SELECT * FROM loyalty_lot WHERE account_id = ANY (%(members)s)
        AND (pending > 0 OR available > 0 OR held > 0 OR paid > 0 OR id IN (SELECT id FROM about))
"""


def about_and_alive(members: list[int], operation: Operation) -> list[Lot]:
    """What this earning or redemption was about, what has become of it, what has paid a debt, and all that is alive."""
    return list(Lot.objects.raw(_ABOUT, {"about": operation.pk, "members": members}))


def add_used_up(books: Sequence[Book]) -> None:
    """To books that have all credits but some that are used up."""
    asked = {book.account.pk: book for book in books if book.account.clock}
    if not asked:
        return
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, [json.dumps([_asked(book) for book in asked.values()], default=datetime.isoformat)])
        for member, *sums in cursor.fetchall():
            asked[member].used_up.append(UsedUp(*sums))


def _asked(book: Book) -> dict[str, Any]:
    """From when credits may count, where periods begin, and from when each goes by its own time: those that leave a rolling period one by
    one, what rolls over, and what was refunded before it began.
    """
    tiers, account = book.terms.tiers, book.account
    first = min(filter(None, (account.clock, account.due_at)))  # nothing is looked at as it was before
    begins = entitling_periods(book, first)
    apart = first + TICK
    if tiers.rolls_over:
        apart = BEFORE_ALL
    elif tiers.period.kind == "rolling":
        apart = earliest(book.programme, first)
    since = min([apart, *begins])
    if tiers.period.kind == "ever" or any(level.for_good for level in tiers.levels):
        since = BEFORE_ALL
    known = [lot.pk for lot in book.lots]
    return {"member": account.pk, "since": since, "begins": begins, "apart": apart, "known": known}
