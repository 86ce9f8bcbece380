import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
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
    CREATE FUNCTION reports_rated() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO reports_changed (conversation) VALUES (NEW.conversation_id);
        PERFORM pg_notify('readings', '');
        RETURN NULL;
    END $$;
    CREATE TRIGGER reports_rated AFTER INSERT OR UPDATE ON chat_rating FOR EACH ROW EXECUTE FUNCTION reports_rated();
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

    dependencies = [
        ("conversations", "0003_assistant"),
        ("chat", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

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
            name="Mailing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("dashboard", models.CharField(max_length=16, verbose_name="dashboard")),
                ("days", models.PositiveSmallIntegerField(default=7, verbose_name="over the last")),
                ("conditions", models.JSONField(blank=True, default=dict)),
                (
                    "rhythm",
                    models.CharField(
                        choices=[
                            ("daily", "every day"),
                            ("weekly", "every Monday"),
                            ("monthly", "on the first of each month"),
                        ],
                        default="weekly",
                        max_length=8,
                        verbose_name="goes out",
                    ),
                ),
                ("hour", models.PositiveSmallIntegerField(default=8, verbose_name="at")),
                ("is_on", models.BooleanField(default=True, verbose_name="is on")),
                ("due_at", models.DateTimeField()),
                ("readers", models.ManyToManyField(related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="to")),
            ],
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due_at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                (
                    "reader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "mailing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="letters", to="reports.mailing"
                    ),
                ),
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
        migrations.CreateModel(
            name="Surge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("opened_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("closed_at", models.DateTimeField(null=True)),
                ("number", models.PositiveIntegerField()),
                ("usual", models.FloatField()),
                ("customers", models.PositiveIntegerField()),
                ("quiet", models.PositiveSmallIntegerField(default=0)),
                (
                    "topic",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="conversations.topic",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["-opened_at"], name="surge_newest")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at", None)),
                        fields=("topic",),
                        name="surge_once",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        migrations.RunSQL(FOLLOW, "DROP FUNCTION reports_follow() CASCADE; DROP FUNCTION reports_rated() CASCADE"),
        migrations.RunSQL(ADDED, "DROP FUNCTION reports_added"),
    ]
