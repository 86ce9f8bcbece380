"""Who is left out of what we do of our own accord, so that the others can be compared with them.

A customer is held by their number and the salt, so nobody can choose, and nothing need be written down. Whoever goes on as one with
a held customer is held; parted, each is as before.
"""

from __future__ import annotations

from typing import Any

from django.db.models import BooleanField, F, Func

from regulars.customers.models import Customer
from regulars.experiments.models import Holdout
from regulars.lib.buckets import bucket_sql

_NOW = "SELECT {} FROM experiments_holdout WHERE ended_at IS NULL"
_DRAWN = "{} < (" + _NOW.format("share") + ")"


def _drawn(number: str) -> str:
    return _DRAWN.format(bucket_sql(number, salt=f"({_NOW.format('salt')})"))


# Those who go on as somebody are few: who of them is held is found once for a whole set.
_HELD = f"""(COALESCE({_drawn("%(expressions)s")}, FALSE) OR %(expressions)s IN (
    WITH RECURSIVE way (id) AS (
        SELECT merged_into_id FROM customers_customer WHERE merged_into_id IS NOT NULL AND {_drawn("id")}
        UNION SELECT next.merged_into_id FROM customers_customer AS next JOIN way ON next.id = way.id WHERE next.merged_into_id IS NOT NULL)
    SELECT id FROM way))"""


class Held(Func):
    """Whether the customer with this number is held: `Customer.objects.exclude(Held("pk"))`."""

    template, output_field = _HELD, BooleanField()

    def __init__(self, number: Any, **facts: Any) -> None:
        super().__init__(F(number) if isinstance(number, str) else number, **facts)


def is_held(customer: Customer | int) -> bool:
    """Whether we leave this customer alone, for the sake of knowing. Whatever they ask for, they get all the same."""
    number = customer if isinstance(customer, int) else customer.pk
    return Customer.objects.filter(Held("pk"), pk=number).exists()


def current() -> Holdout | None:
    """The holdout that is kept now."""
    return Holdout.objects.filter(ended_at=None).first()
