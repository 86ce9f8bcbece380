import django.contrib.postgres.fields
from django.db import migrations, models

from regulars.lib.at_once import AtOnce

# What the counts of the views have followed, readings follow next: whoever writes a conversation pays for one note, not for two.
FOLLOW = """
    CREATE FUNCTION reports_follow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO reports_changed (conversation) SELECT DISTINCT number FROM gone WHERE kind = 'conversation';
        IF FOUND THEN PERFORM pg_notify('readings', ''); END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER reports_follow AFTER DELETE ON conversations_changed REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION reports_follow();
"""
# The sums of two lists, place by place, without noughts at the end: so that the same readings are always the same list.
ADDED = """
    CREATE FUNCTION reports_added(one bigint[], other bigint[]) RETURNS bigint[] LANGUAGE sql IMMUTABLE AS $$
        SELECT coalesce(array_agg(summed ORDER BY place), '{}') FROM (
            SELECT place, coalesce(a, 0) + coalesce(b, 0) AS summed,
                max(place) FILTER (WHERE coalesce(a, 0) + coalesce(b, 0) <> 0) OVER () AS last
            FROM unnest(one, other) WITH ORDINALITY AS list (a, b, place)
        ) AS added WHERE place <= last
    $$
"""


class Migration(AtOnce):
    initial = True

    dependencies = [("conversations", "0002_kept_by_the_database")]

    operations = [
        migrations.CreateModel(
            name="Changed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("conversation", models.BigIntegerField()),
            ],
            options={
                "db_table": "reports_changed",
            },
        ),
        migrations.CreateModel(
            name="Progress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("edition", models.PositiveIntegerField()),
                ("zone", models.CharField(max_length=64)),
                ("left", models.BigIntegerField()),
                ("began_with", models.BigIntegerField()),
                ("read_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=24)),
                ("conversation", models.BigIntegerField()),
                ("customer", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("day", models.DateField()),
                ("value", models.BigIntegerField()),
                ("open_value", models.BigIntegerField(null=True)),
                ("inbox", models.BigIntegerField()),
                ("channel", models.CharField(max_length=16)),
                ("agent", models.BigIntegerField(null=True)),
                ("team", models.BigIntegerField(null=True)),
                ("topic", models.BigIntegerField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["kind", "day"], include=("at", "value", "open_value", "inbox"), name="reading_by_kind"
                    ),
                    models.Index(fields=["conversation"], name="reading_of"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Total",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "kind",
                        "by",
                        "day",
                        "inbox",
                        "member",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("kind", models.CharField(max_length=24)),
                ("by", models.CharField(blank=True, max_length=8)),
                ("day", models.DateField()),
                ("inbox", models.BigIntegerField()),
                ("member", models.CharField(blank=True, max_length=20)),
                ("number", models.BigIntegerField()),
                ("total", models.BigIntegerField()),
                ("open_total", models.BigIntegerField()),
                ("spread", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                (
                    "open_spread",
                    django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None),
                ),
            ],
            options={
                "indexes": [models.Index(condition=models.Q(("number", 0)), fields=["kind"], name="total_of_none")],
            },
        ),
        migrations.RunSQL(FOLLOW, "DROP FUNCTION reports_follow() CASCADE"),
        migrations.RunSQL(ADDED, "DROP FUNCTION reports_added"),
    ]
