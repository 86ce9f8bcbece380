import django.contrib.postgres.fields
import django.core.validators
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
            name="Assumptions",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ahead",
                    models.PositiveSmallIntegerField(
                        default=90,
                        help_text="For expected orders, and for who is likely to stay away. Predictions need three times as long a history.",
                        validators=[
                            django.core.validators.MinValueValidator(14),
                            django.core.validators.MaxValueValidator(365),
                        ],
                        verbose_name="Days to look ahead",
                    ),
                ),
                (
                    "months",
                    models.PositiveSmallIntegerField(
                        default=24,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(120),
                        ],
                        verbose_name="Months that count for lifetime value",
                    ),
                ),
                (
                    "discount",
                    models.PositiveSmallIntegerField(
                        default=10,
                        help_text="What comes in a year is worth so much less than the same today.",
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="Discount, per cent a year",
                    ),
                ),
                (
                    "shut",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=120),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="Categories that are never suggested",
                    ),
                ),
                (
                    "contract_from",
                    models.CharField(
                        blank=True,
                        help_text="A field of customers that holds a day. For who leaves where customers have contracts.",
                        max_length=64,
                        verbose_name="A contract begins on",
                    ),
                ),
                (
                    "contract_until",
                    models.CharField(
                        blank=True, help_text="Empty while it runs.", max_length=64, verbose_name="A contract ended on"
                    ),
                ),
                (
                    "contract_months",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(36),
                        ],
                        verbose_name="It is renewed every so many months",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Forecast",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("begun_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("error", models.CharField(blank=True, max_length=500)),
                ("as_of", models.DateField(null=True)),
                ("told", models.JSONField(default=dict)),
            ],
            options={
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(condition=models.Q(("begun_at", None)), fields=["asked_at"], name="forecast_waiting")
                ],
            },
        ),
        migrations.CreateModel(
            name="Prediction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("orders", models.FloatField(null=True)),
                ("spend", models.BigIntegerField(null=True)),
                ("worth", models.BigIntegerField(null=True)),
                ("currency", models.CharField(blank=True, max_length=3)),
                ("leaving", models.FloatField(null=True)),
                (
                    "band",
                    models.CharField(
                        blank=True,
                        choices=[("", "not known"), ("low", "low"), ("medium", "medium"), ("high", "high")],
                        default="",
                        max_length=6,
                    ),
                ),
                ("because", models.JSONField(default=list)),
                ("next_on", models.DateField(null=True)),
                ("next_by", models.DateField(null=True)),
                ("likes", models.JSONField(default=list)),
                ("made_on", models.DateField()),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="predictions", to="customers.customer"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("leaving"),
                        models.F("customer"),
                        condition=models.Q(("leaving__isnull", False)),
                        name="prediction_leaving",
                    )
                ],
            },
        ),
    ]
