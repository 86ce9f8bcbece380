import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import regulars.experiments.models.holdout
from regulars.lib.at_once import AtOnce


class Migration(AtOnce):
    initial = True

    dependencies = [
        ("customers", "0002_functions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Costs",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "margin",
                    models.PositiveSmallIntegerField(
                        default=40,
                        help_text="What is left of what customers pay, once the goods are paid for.",
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="Margin, per cent",
                    ),
                ),
                (
                    "conversation",
                    models.PositiveIntegerField(
                        default=0,
                        help_text="Pay and tools for one, in the smallest unit of the currency that spending is counted in: 450 is €4.50.",
                        verbose_name="A conversation costs",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Experiment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "word",
                    models.SlugField(
                        help_text="As rules and programs call it: small letters, digits and hyphens.",
                        max_length=40,
                        unique=True,
                        verbose_name="short name",
                    ),
                ),
                ("question", models.CharField(blank=True, max_length=300, verbose_name="what we want to know")),
                ("who", models.JSONField(default=dict)),
                ("arms", models.JSONField(default=list)),
                ("salt", models.CharField(default=regulars.experiments.models.holdout.new_salt, max_length=32)),
                (
                    "ends_on",
                    models.DateField(
                        help_text="Said before it begins, so that nobody stops at the moment that pleases them.",
                        verbose_name="look at it on",
                    ),
                ),
                ("begun_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("looked_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["-created_at", "-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("begun_at__isnull", False), ("ended_at", None)),
                        fields=["looked_at"],
                        name="experiment_running",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Holdout",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("salt", models.CharField(default=regulars.experiments.models.holdout.new_salt, max_length=32)),
                ("share", models.PositiveSmallIntegerField()),
                ("begun_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-begun_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("ended_at",), name="holdout_one_at_a_time", nulls_distinct=False)
                ],
            },
        ),
        migrations.CreateModel(
            name="Assigned",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("home", models.BigIntegerField()),
                ("arm", models.CharField(max_length=40)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="customers.customer"
                    ),
                ),
                (
                    "experiment",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assigned",
                        to="experiments.experiment",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("experiment", "home"), name="assigned_once")],
            },
        ),
    ]
