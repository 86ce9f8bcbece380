import pytest
from django.db import connection, migrations, models, transaction
from django.db.migrations.state import ProjectState

from regulars.lib.at_once import AtOnce

STEPS = [
    migrations.CreateModel("Kettle", [("id", models.BigAutoField(primary_key=True)), ("litres", models.FloatField())]),
    migrations.CreateModel("Shelf", [("kettle", models.OneToOneField("Kettle", models.CASCADE, primary_key=True))]),
    migrations.AddField("kettle", "shelf", models.ForeignKey("Shelf", models.CASCADE, null=True)),
    migrations.AddIndex("kettle", models.Index(fields=["shelf", "litres"], name="kettles_of_shelf")),
    migrations.AddConstraint("kettle", models.CheckConstraint(condition=models.Q(litres__gt=0), name="kettle_holds")),
    migrations.RunSQL("CREATE INDEX kettle_smallest ON shop_kettle (litres DESC)"),
]  # fmt: skip


def made_by(kind: type[migrations.Migration]) -> list[tuple[str, ...]]:
    """What PostgreSQL then knows of the columns, indexes and constraints."""
    with transaction.atomic(), connection.cursor() as cursor:
        with connection.schema_editor() as editor:
            migration = kind("0001", "shop")
            migration.operations = STEPS
            state = migration.apply(ProjectState(), editor)
        assert state.apps.get_model("shop", "Kettle").objects.count() == 0
        cursor.execute(
            """SELECT attrelid::regclass::text, attname, format_type(atttypid, 0), attnotnull::text FROM pg_attribute
               WHERE attrelid IN ('shop_kettle'::regclass, 'shop_shelf'::regclass) AND attnum > 0
               UNION ALL SELECT tablename, indexname, indexdef, '' FROM pg_indexes WHERE tablename LIKE 'shop%'
               UNION ALL SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), '' FROM pg_constraint
               WHERE conrelid IN ('shop_kettle'::regclass, 'shop_shelf'::regclass)"""
        )
        found = sorted(cursor.fetchall())
        transaction.set_rollback(True)
    return found


@pytest.mark.django_db
def test_what_is_made_at_once_is_what_django_makes_step_by_step() -> None:
    assert made_by(AtOnce) == made_by(migrations.Migration)
    assert "kettle_holds" in str(made_by(AtOnce))
