"""What pages and programs ask about behaviour."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from regulars.behaviour.figuring import figure_field
from regulars.behaviour.models import Deed, Done, Figure, Stay, Trail
from regulars.customers.models import Customer

NEWEST = 5
MOST_DEEDS = 300
_DEEDS = """
    WITH shown AS (SELECT * FROM behaviour_deed ORDER BY is_noted DESC, is_wanted DESC, first_at, id LIMIT %s)
    SELECT deed.id, deed.name, deed.is_noted, sum(tally.times) AS times, max(tally.last_at) AS last_at, deed.is_wanted
    FROM shown AS deed LEFT JOIN behaviour_tally AS tally ON tally.deed_id = deed.id
    GROUP BY 1, 2, 3, 6 ORDER BY deed.is_wanted DESC, last_at DESC NULLS LAST, deed.name
"""
_OF_CUSTOMER = """
    SELECT deed.id, deed.name, deed.is_noted, sum(tally.times) AS times, max(tally.last_at) AS last_at
    FROM behaviour_trail AS trail JOIN behaviour_tally AS tally ON tally.trail_id = trail.id JOIN behaviour_deed AS deed ON deed.id = tally.deed_id
    WHERE trail.customer_id = %s GROUP BY deed.id ORDER BY last_at DESC LIMIT %s
"""


class Doing(NamedTuple):
    """A kind of thing that is done: how often, and when last."""

    pk: int
    name: str
    is_noted: bool
    times: int | None
    last_at: datetime | None
    is_wanted: bool = True


def deeds() -> list[Doing]:
    """What is done on our pages and in our programs, the newest first; of very many names those that we have known longest."""
    return _asked(_DEEDS, [MOST_DEEDS])


def deeds_of(customer_id: int) -> list[Doing]:
    """What a customer has done, the newest first."""
    return _asked(_OF_CUSTOMER, [customer_id, NEWEST])


def visits_of(customer_id: int) -> list[Stay]:
    return list(Stay.objects.filter(trail__customer=customer_id).order_by("-seen_at")[:NEWEST])


def doings_of(customer_id: int) -> list[tuple[str, Done]]:
    """All that a customer did, by its name, the oldest first."""
    names = dict(Deed.objects.values_list("pk", "name"))
    trails = Trail.objects.filter(customer=customer_id).values("pk")
    return [(names[each.deed_id], each) for each in Done.objects.filter(trail_id__in=trails).order_by("at", "message")]


def figures_of(customer_id: int) -> list[tuple[Figure, Any]]:
    """Each figure with its value for a customer, where there is one."""
    several = list(Figure.objects.order_by("label"))
    asked = {f"figure_{each.pk}": figure_field(each).expression() for each in several}
    row = (several and Customer.objects.filter(pk=customer_id).values(**asked).first()) or {}
    values = [(each, row.get(f"figure_{each.pk}")) for each in several]
    return [(each, value) for each, value in values if value not in (None, "", 0)]


def _asked(statement: str, values: list[Any]) -> list[Doing]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [Doing(*row) for row in cursor.fetchall()]
