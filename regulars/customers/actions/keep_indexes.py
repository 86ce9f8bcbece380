from __future__ import annotations

import logging

from django.contrib.postgres.indexes import GinIndex
from django.db import DatabaseError, connection
from django.db.models import Index

from regulars.customers.custom_fields import asked, home
from regulars.customers.models import CustomField
from regulars.lib.conditions.asking import compared

log = logging.getLogger(__name__)
_TURN = 7_261_905  # of the advisory lock: one index is built at a time


def keep_indexes() -> int:
    """Build the index of one field that asks for it, beside all that goes on, or take one away. Returns how many; 0 when none waits.

    A worker killed meanwhile leaves the field asking, and half an index, which is taken away first.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_TURN])
        if not cursor.fetchone()[0]:
            return 0
        try:
            field = CustomField.objects.filter(index_state__in=("wanted", "unwanted")).order_by("pk").first()
            return _kept(field) if field else 0
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_TURN])


def index_anew(field: CustomField) -> None:
    """Ask the worker for the index that the field should have, when it has another."""
    is_wanted = field.is_indexed and field.retired_at is None
    if is_wanted == (field.index_state in ("wanted", "ready")):
        return
    field.index_state = "wanted" if is_wanted else "unwanted"
    field.save(update_fields=["index_state"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('indexes', '')")


def index_of(field: CustomField) -> Index:
    """On exactly the words that conditions compare, so that PostgreSQL finds what they ask by it."""
    _model, column = home(field.about)
    value, name = compared(asked(field, column=column)), f"custom_field_{field.pk}"
    return GinIndex(value, name=name) if field.kind == "choices" else Index(value, name=name)


def _kept(field: CustomField) -> int:
    model, _column = home(field.about)
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS custom_field_{field.pk}")
        if field.index_state == "wanted":
            with connection.schema_editor(atomic=False) as editor:
                editor.add_index(model, index_of(field), concurrently=True)
            with connection.cursor() as cursor:  # how many of each value there are, for the plans
                cursor.execute(f"ANALYZE {model._meta.db_table}")
    except DatabaseError as error:
        log.warning("field %s: no index: %s", field.key, str(error).strip())
        after = "failed"
    else:
        after = "ready" if field.index_state == "wanted" else ""
    CustomField.objects.filter(pk=field.pk, index_state=field.index_state).update(index_state=after)
    return 1
