from __future__ import annotations

from django.db import connection, transaction
from django.db.models import QuerySet

from regulars.customers.changes import changed
from regulars.customers.fields import CUSTOMER_FIELDS
from regulars.customers.models import Customer

# Fifths of all who have bought; those who are alike get the same. The newest, most frequent and dearest fifth is 5.
_RECKON = """
    WITH bought AS ({bought}), scored AS (
        SELECT id, {recency} AS recency, {frequency} AS frequency, {money} AS money FROM bought
    ), away AS (
        DELETE FROM segments_worth AS worth WHERE NOT EXISTS (SELECT FROM scored WHERE scored.id = worth.customer_id) RETURNING customer_id
    ), kept AS (
        INSERT INTO segments_worth AS worth (customer_id, recency, frequency, money) SELECT * FROM scored
        ON CONFLICT (customer_id) DO UPDATE SET recency = excluded.recency, frequency = excluded.frequency, money = excluded.money
        WHERE (worth.recency, worth.frequency, worth.money) <> (excluded.recency, excluded.frequency, excluded.money)
        RETURNING customer_id
    )
    SELECT customer_id FROM kept UNION ALL SELECT customer_id FROM away
"""
_FIFTH = "least(5, 1 + floor(5 * percent_rank() OVER (ORDER BY {column})))"


@transaction.atomic
def reckon_worth() -> int:
    """Compare what customers buy: how lately, how often and for how much. Returns for how many that is other than before."""
    bought = _bought()
    sql, values = bought.query.sql_with_params()
    columns = {"recency": "latest", "frequency": "times", "money": "spent"}
    fifths = {name: _FIFTH.format(column=column) for name, column in columns.items()}
    with connection.cursor() as cursor:
        cursor.execute(_RECKON.format(bought=sql, **fifths), values)
        ids = [pk for (pk,) in cursor.fetchall()]
    changed(ids)
    return len(ids)


def _bought() -> QuerySet[Customer]:
    facts = {"latest": "last order", "times": "orders", "spent": "spent"}
    asked = {name: CUSTOMER_FIELDS[field].expression() for name, field in facts.items()}
    return Customer.objects.met().order_by().values("id").annotate(**asked).filter(times__gt=0)
