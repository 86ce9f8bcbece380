import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from regulars.lib.at_once import AtOnce


class Migration(AtOnce):
    initial = True

    dependencies = [
        ("customers", "0003_changes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Night",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Segment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="name")),
                ("about", models.CharField(blank=True, max_length=300, verbose_name="what it is for")),
                (
                    "kind",
                    models.CharField(
                        choices=[("rule", "by conditions"), ("list", "by hand")], default="rule", max_length=4
                    ),
                ),
                ("conditions", models.JSONField(blank=True, default=dict)),
                ("version", models.PositiveIntegerField(default=1)),
                ("built", models.PositiveIntegerField(default=0)),
                ("cursor", models.BigIntegerField(default=0, null=True)),
                ("size", models.PositiveIntegerField(default=0)),
                ("built_at", models.DateTimeField(null=True)),
                ("corrected", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name="Worth",
            fields=[
                ("customer_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("recency", models.PositiveSmallIntegerField()),
                ("frequency", models.PositiveSmallIntegerField()),
                ("money", models.PositiveSmallIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Listed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="customers.customer"
                    ),
                ),
                (
                    "segment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="listed", to="segments.segment"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("customer_id", models.BigIntegerField()),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                (
                    "segment",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to="segments.segment",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["customer_id", "segment"], name="member_of"),
                    models.Index(fields=["segment", "-since", "-id"], name="member_newest"),
                    models.Index(
                        condition=models.Q(("until__isnull", False)), fields=["segment", "-until"], name="member_left"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)), fields=("segment", "customer_id"), name="member_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Flip",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "segment_id", "customer_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("customer_id", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "segment",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="segments.segment",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["at"], name="flip_due")],
            },
        ),
    ]
