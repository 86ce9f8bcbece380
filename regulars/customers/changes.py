"""That something we know of customers has changed, for whoever keeps what follows from it, such as who is in which segment.

What is told on the timeline or stands in a table of this room is noticed by the database itself. A room that keeps something about
customers without telling it, such as what a night reckons about all of them, says so here.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from regulars.customers.models import Listening

_HEEDED = "changes"


def changed(customers: Iterable[int]) -> None:
    """Something about these customers, by their ids, is other than it was. Costs nothing while nobody heeds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT customers_have_changed(%s)", [sorted(set(customers))])


def heed(*, is_wanted: bool) -> None:
    """From when this transaction ends, changes are written down, or no more."""
    if is_wanted:
        Listening.objects.get_or_create(name=_HEEDED)
    else:
        Listening.objects.filter(name=_HEEDED).delete()
