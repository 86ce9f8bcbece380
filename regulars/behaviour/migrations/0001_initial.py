import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import regulars.behaviour.models
import regulars.lib.sealed
from regulars.lib.at_once import AtOnce

# Each month has a table of its own, which `writing.make_months` adds.
DONE = """
    CREATE TABLE behaviour_done (
        month date NOT NULL, message uuid NOT NULL, trail_id bigint NOT NULL, deed_id bigint NOT NULL, at timestamptz NOT NULL,
        properties jsonb NOT NULL, PRIMARY KEY (month, message)
    ) PARTITION BY RANGE (month);
    CREATE INDEX behaviour_done_by ON behaviour_done (trail_id, deed_id, at);
"""


class Migration(AtOnce):
    initial = True

    dependencies = [
        ("customers", "0003_changes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Done",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "month", "message", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("month", models.DateField()),
                ("message", models.UUIDField()),
                ("trail_id", models.BigIntegerField()),
                ("deed_id", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("properties", models.JSONField(default=dict)),
            ],
            options={
                "db_table": "behaviour_done",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="Deed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, unique=True)),
                ("is_noted", models.BooleanField(default=False)),
                ("first_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[("server", "server"), ("website", "website or app")],
                        default="website",
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("key", models.CharField(default=regulars.behaviour.models.new_key, max_length=40, unique=True)),
                ("secret", regulars.lib.sealed.SealedField(default=regulars.behaviour.models.new_key)),
                ("needs_consent", models.BooleanField(default=True, verbose_name="strangers only with their consent")),
                ("is_on", models.BooleanField(default=True, verbose_name="take in what it sends")),
                ("heard_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "trail_id", "deed_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("trail_id", models.BigIntegerField()),
                ("deed_id", models.BigIntegerField()),
                ("times", models.BigIntegerField()),
                ("first_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Figure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(max_length=40, unique=True)),
                ("label", models.CharField(max_length=80, verbose_name="name")),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("count", "how often"),
                            ("sum", "sum of"),
                            ("average", "average of"),
                            ("smallest", "smallest of"),
                            ("largest", "largest of"),
                            ("first", "first value of"),
                            ("last", "last value of"),
                            ("most", "most frequent value of"),
                            ("different", "how many different values of"),
                        ],
                        default="count",
                        max_length=9,
                        verbose_name="what is reckoned",
                    ),
                ),
                ("of", models.CharField(blank=True, max_length=80, verbose_name="of which property")),
                (
                    "days",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="of the last days (empty: ever)"),
                ),
                (
                    "deed",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="figures",
                        to="behaviour.deed",
                        verbose_name="what they did",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Trail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=330)),
                ("began_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "customer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="customers.customer",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="trails",
                        to="behaviour.source",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Stay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("began_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                ("pages", models.PositiveIntegerField()),
                ("first_page", models.CharField(blank=True, max_length=500)),
                ("told_at", models.DateTimeField(null=True)),
                (
                    "trail",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stays",
                        to="behaviour.trail",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Arrival",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("body", models.JSONField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("came_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("error", models.TextField(blank=True)),
                (
                    "source",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="arrivals",
                        to="behaviour.source",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(condition=models.Q(("error", "")), fields=["id"], name="arrival_waiting")],
            },
        ),
        migrations.AddConstraint(
            model_name="trail",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("source", "key"), name="trail_once"
            ),
        ),
        migrations.AddIndex(
            model_name="stay",
            index=models.Index(fields=["trail", "began_at"], name="stay_of_trail"),
        ),
        migrations.AddIndex(
            model_name="stay",
            index=models.Index(condition=models.Q(("told_at", None)), fields=["seen_at"], name="stay_untold"),
        ),
        migrations.RunSQL(DONE, "DROP TABLE behaviour_done"),
    ]
