import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from regulars.lib.at_once import AtOnce


class Migration(AtOnce):
    initial = True

    dependencies = [
        ("loyalty", "0003_grants"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Place",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    models.CharField(
                        help_text="Members read it beside their points: Canal Street.",
                        max_length=80,
                        unique=True,
                        verbose_name="name",
                    ),
                ),
                (
                    "largest",
                    models.BigIntegerField(
                        default=100000,
                        help_text="In the smallest unit of the programme’s currency: a till credits no more than that at once.",
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="largest purchase",
                    ),
                ),
                ("is_open", models.BooleanField(default=True, verbose_name="has a till")),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="places",
                        to="loyalty.programme",
                        verbose_name="loyalty programme",
                    ),
                ),
            ],
            options={
                "ordering": ["name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Slip",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("client_id", models.CharField(max_length=64, unique=True)),
                ("digest", models.CharField(max_length=32)),
                (
                    "kind",
                    models.CharField(
                        choices=[("earn", "Purchase"), ("redeem", "Redeemed"), ("visit", "Visit")], max_length=8
                    ),
                ),
                ("amount", models.BigIntegerField(null=True)),
                ("points", models.BigIntegerField(default=0)),
                ("balance", models.BigIntegerField()),
                ("receipt", models.CharField(blank=True, max_length=80)),
                ("happened_at", models.DateTimeField()),
                ("taken_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="slips", to="loyalty.account"
                    ),
                ),
                (
                    "agent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "operation",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="loyalty.operation",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="slips",
                        to="store.place",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["place", "-happened_at", "-id"], name="slip_of_place")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind", "visit"), ("operation__isnull", False), _connector="OR"),
                        name="slip_of_points_has_an_operation",
                    )
                ],
            },
        ),
    ]
