"""Two customers as one person: everything that points at the one points at the other, and each row knows the way home.

Nothing here names another room: whatever has a foreign key to a customer moves. A model may say which of its rows came by an
address, `came_by(addresses, since) -> Q`, so that what arrives while two are one finds its own customer when they are parted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import BigIntegerField, F, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from regulars.customers.models import Consent, Customer, CustomerMerge, Identity, Likeness, Moved, TimelineEvent

IDENTITY = "customers.identity.customer"
_STAY = (CustomerMerge, Moved, Likeness, Customer)  # about customers as such
_HOLD = "SELECT FROM customers_identity WHERE customer_id = ANY(%s) ORDER BY id FOR UPDATE"
_MOVE = """
    WITH held AS MATERIALIZED (SELECT id FROM {table} WHERE {column} = %(from)s ORDER BY id FOR NO KEY UPDATE),
        moved AS (UPDATE {table} AS away SET {column} = %(to)s FROM held WHERE away.id = held.id RETURNING away.id)
    INSERT INTO customers_moved (customer_id, noun, "row", was_primary)
    SELECT %(from)s, %(noun)s, id, false FROM moved ON CONFLICT (noun, "row") DO NOTHING
"""
_LEAVE = """
    INSERT INTO customers_moved (customer_id, noun, "row", was_primary)
    SELECT customer_id, %s, id, is_primary FROM customers_identity WHERE customer_id = %s ON CONFLICT (noun, "row") DO NOTHING
"""
_RETURN = """
    UPDATE {table} AS away SET {column} = %(to)s FROM customers_moved AS moved
    WHERE moved.noun = %(noun)s AND moved.customer_id = ANY(%(homes)s) AND moved."row" = away.id AND away.{column} = %(from)s
    RETURNING away.id
"""
_FAMILY = """
    WITH RECURSIVE family (id) AS (
        SELECT %s::bigint UNION SELECT customer.id FROM customers_customer AS customer JOIN family ON customer.merged_into_id = family.id)
    SELECT id FROM family
"""
_SURVIVOR = """
    WITH RECURSIVE way (id, merged_into_id, step) AS (
        SELECT id, merged_into_id, 0 FROM customers_customer WHERE id = %s UNION ALL
        SELECT next.id, next.merged_into_id, step + 1 FROM customers_customer AS next JOIN way ON next.id = way.merged_into_id)
    SELECT id FROM way ORDER BY step DESC LIMIT 1
"""


class Pointer(NamedTuple):
    """A foreign key to a customer, somewhere in the house."""

    model: type[Model]
    table: str
    column: str
    noun: str  # "conversations.message.customer"


def alone() -> None:
    """One merge at a time, until this transaction ends: chains never close into a circle."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('customers.merge'))")


def hold(*customers: int) -> None:
    """Letters of these customers wait at their addresses until this transaction ends, and it waits for those under way."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [list(customers)])


def survivor_of(customer_id: int) -> int:
    """Whom this customer goes on as; the id itself of one who was never merged, or is not there."""
    with connection.cursor() as cursor:
        cursor.execute(_SURVIVOR, [customer_id])
        found = cursor.fetchone()
    return found[0] if found else customer_id


def family_of(customer_id: int) -> list[int]:
    """This customer, and all who were merged into them."""
    with connection.cursor() as cursor:
        cursor.execute(_FAMILY, [customer_id])
        return [pk for (pk,) in cursor.fetchall()]


def with_home(customer: Customer) -> QuerySet[Identity]:
    """The ways to this customer, oldest first, each with `home`: whose it was before we took anybody for somebody else."""
    moved = Moved.objects.filter(noun=IDENTITY, row=OuterRef("pk")).values("customer")
    home = Coalesce(Subquery(moved), F("customer"), output_field=BigIntegerField())
    return Identity.objects.filter(customer=customer).annotate(home=home).order_by("pk")


def settle(identity: Identity, *, beside: Identity) -> None:
    """A new address that came by another one goes where that is at home, when those are parted who are one now."""
    home = Moved.objects.filter(noun=IDENTITY, row=beside.pk).values_list("customer", flat=True).first()
    if home is not None:
        Moved.objects.get_or_create(noun=IDENTITY, row=identity.pk, defaults={"customer_id": home})


def pointers() -> Iterator[Pointer]:
    """In the order in which all of us lock: addresses, conversations, what is in them; at last what happened meanwhile."""
    relations = Customer._meta.get_fields(include_hidden=True)
    keys = [
        each.field for each in relations if each.is_relation and each.auto_created and each.related_model not in _STAY
    ]
    for key in sorted(keys, key=lambda key: (key.model is TimelineEvent) - (key.model is Identity)):
        yield Pointer(key.model, key.model._meta.db_table, key.column, f"{key.model._meta.label_lower}.{key.name}")


def move_all(source: int, *, to: int) -> None:
    """All that points at `source`, and what is theirs at home is written down."""
    has = Identity.objects.filter(customer=to).values("kind")
    with connection.cursor() as cursor:
        cursor.execute(_LEAVE, [IDENTITY, source])
        Identity.objects.filter(customer=source, kind__in=has).update(is_primary=False)
        for each in pointers():
            words = {"from": source, "to": to, "noun": each.noun}
            cursor.execute(_MOVE.format(table=each.table, column=each.column), words)


def return_all(source: int, *, since: datetime, out_of: int) -> None:
    """What is at home with `source` or with whoever went on as them, and what came by their addresses `since`."""
    homes = family_of(source)
    addresses = _addresses_of(homes)
    topics: list[str] = []
    for each in pointers():
        back = _returned(each, source, out_of, homes)
        back += _arrived(each, source, out_of, homes, addresses, since)
        topics += [f"{each.model._meta.model_name}:{pk}" for pk in back if hasattr(each.model, "came_by")]
    _follow(topics, source, out_of, homes, since)
    Moved.objects.filter(customer=source).delete()


def _follow(topics: list[str], source: int, out_of: int, homes: list[int], since: datetime) -> None:
    """What happened since goes where that is which it is about."""
    happened = TimelineEvent.objects.filter(about__in=topics, customer=out_of, at__gt=since)
    rows = list(happened.values_list("pk", flat=True))
    TimelineEvent.objects.filter(pk__in=rows).update(customer=source)
    noun = "customers.timelineevent.customer"
    Moved.objects.filter(noun=noun, row__in=rows).exclude(customer__in=homes).delete()


def _addresses_of(homes: list[int]) -> list[str]:
    moved = Moved.objects.filter(noun=IDENTITY, customer__in=homes).values("row")
    return list(Identity.objects.filter(pk__in=moved).values_list("value", flat=True))


def _returned(each: Pointer, source: int, out_of: int, homes: list[int]) -> list[int]:
    words = {"from": out_of, "to": source, "noun": each.noun, "homes": homes}
    with connection.cursor() as cursor:
        cursor.execute(_RETURN.format(table=each.table, column=each.column), words)
        return [pk for (pk,) in cursor.fetchall()]


def _arrived(
    each: Pointer, source: int, out_of: int, homes: list[int], addresses: list[str], since: datetime
) -> list[int]:
    came_by = getattr(each.model, "came_by", None)
    if came_by is None or not addresses:
        return []
    rows = each.model._default_manager.filter(came_by(addresses, since), **{each.column: out_of})
    found = list(rows.values_list("pk", flat=True))
    rows.filter(pk__in=found).update(**{each.column: source})
    Moved.objects.filter(noun=each.noun, row__in=found).exclude(customer__in=homes).delete()
    return found


def one_primary(customer_id: int) -> None:
    """One address is the first of each kind: the one that is so at home, or else the oldest."""
    at_home = {
        moved.row: moved.was_primary for moved in Moved.objects.filter(noun=IDENTITY, row__in=_rows(customer_id))
    }
    by_kind: dict[str, list[Identity]] = {}
    for each in Identity.objects.filter(customer=customer_id).order_by("pk"):
        by_kind.setdefault(each.kind, []).append(each)
    for several in by_kind.values():
        first = min(
            several, key=lambda each: (not each.is_primary, each.pk in at_home, not at_home.get(each.pk), each.pk)
        )
        for each in several:
            if each.is_primary != (each is first):
                Identity.objects.filter(pk=each.pk).update(is_primary=each is first)


def at_home_again(customer_id: int) -> None:
    """Each address is first, or not, as it was at home."""
    rows = Moved.objects.filter(noun=IDENTITY, customer=customer_id)
    for row, was_primary in rows.values_list("row", "was_primary"):
        Identity.objects.filter(pk=row).update(is_primary=was_primary)


def _rows(customer_id: int) -> Any:
    return Identity.objects.filter(customer=customer_id).values("pk")


STRICTNESS = {Consent.State.GRANTED: 0, Consent.State.UNKNOWN: 1, Consent.State.WITHDRAWN: 2}


def stricter(states: Iterable[str]) -> str:
    return max(states, key=lambda state: STRICTNESS[Consent.State(state)])
