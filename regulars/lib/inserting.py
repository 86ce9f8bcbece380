"""New rows of the tables that grow fastest: Django writes their INSERT once for a model, not at each row."""

from functools import cache

from django.db import connection
from django.db.models import Field, Model


def insert(row: Model) -> None:
    """What `row.save(force_insert=True)` does, without signals, for a model whose key the database gives."""
    fields, statement = _statement(type(row))
    values = [field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row.pk = cursor.fetchone()[0]
    row._state.adding, row._state.db = False, connection.alias


@cache
def _statement(model: type[Model]) -> tuple[list[Field], str]:
    fields = [field for field in model._meta.local_concrete_fields if not field.primary_key]
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    key = connection.ops.quote_name(model._meta.pk.column)
    return fields, f"INSERT INTO {model._meta.db_table} ({columns}) VALUES ({places}) RETURNING {key}"
