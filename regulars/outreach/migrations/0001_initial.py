import datetime

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from regulars.lib.at_once import AtOnce


class Migration(AtOnce):
    initial = True

    dependencies = [
        ("customers", "0002_functions"),
        ("loyalty", "0001_initial"),
        ("team", "0002_roles"),
    ]

    operations = [
        migrations.CreateModel(
            name="Lookout",
            fields=[
                (
                    "programme",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="lookout",
                        serialize=False,
                        to="loyalty.programme",
                    ),
                ),
                ("day", models.DateField()),
                ("after", models.BigIntegerField(default=0)),
                ("is_done", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="Manners",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quiet_from", models.TimeField(default=datetime.time(21, 0), verbose_name="quiet from")),
                (
                    "quiet_until",
                    models.TimeField(
                        default=datetime.time(8, 0),
                        help_text="By the clock of whoever gets the letter. The same twice: never quiet.",
                        verbose_name="quiet until",
                    ),
                ),
                (
                    "most",
                    models.PositiveSmallIntegerField(
                        default=3,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="letters at most",
                    ),
                ),
                (
                    "days",
                    models.PositiveSmallIntegerField(
                        default=7,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(366),
                        ],
                        verbose_name="within days",
                    ),
                ),
                (
                    "imprint",
                    models.TextField(
                        blank=True,
                        help_text="Who you are and where: many countries want it under each such letter.",
                        max_length=1000,
                        verbose_name="imprint",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Topic",
            fields=[
                ("word", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("about", models.CharField(blank=True, max_length=200, verbose_name="what one gets")),
                (
                    "is_opt_in",
                    models.BooleanField(
                        default=True,
                        help_text="Otherwise everybody, until they say no.",
                        verbose_name="only whoever asked for it",
                    ),
                ),
                (
                    "is_withheld",
                    models.BooleanField(
                        default=True,
                        help_text="Those who are held out get none, so that the effect on the others can be told.",
                        verbose_name="withheld from the control group",
                    ),
                ),
                ("is_essential", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=16)),
                ("is_on", models.BooleanField(default=True)),
                ("texts", models.JSONField(default=dict)),
                (
                    "programme",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to="loyalty.programme",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("programme", "word"), name="notice_once")],
            },
        ),
        migrations.CreateModel(
            name="Sending",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("topic", models.CharField(max_length=32)),
                ("key", models.CharField(max_length=200, unique=True)),
                ("is_essential", models.BooleanField(default=False)),
                ("language", models.CharField(blank=True, max_length=16)),
                ("subject", models.CharField(max_length=400)),
                ("text", models.TextField()),
                ("html", models.TextField(blank=True)),
                ("address", models.CharField(blank=True, max_length=320)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waits"),
                            ("leaving", "is leaving"),
                            ("sent", "sent"),
                            ("stopped", "not sent"),
                            ("failed", "failed"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", ""),
                            ("no_consent", "they have not agreed to it"),
                            ("withdrawn", "they want none of these"),
                            ("no_address", "there is no address"),
                            ("suppressed", "letters to this address are stopped"),
                            ("held_out", "they are in the control group"),
                            ("quiet", "it is their quiet time"),
                            ("often", "they have got enough letters for now"),
                            ("late", "it would have come too late"),
                            ("no_mailbox", "no mailbox can send"),
                            ("refused", "the mail server refused it"),
                            ("unknown", "nobody knows whether it has left"),
                            ("bounced", "it came back"),
                        ],
                        max_length=10,
                    ),
                ),
                ("error", models.CharField(blank=True, max_length=1000)),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("due_at", models.DateTimeField(null=True)),
                ("until", models.DateTimeField()),
                ("left_at", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                (
                    "brand",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="team.brand",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sendings",
                        to="customers.customer",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["waiting", "leaving"])),
                        fields=["due_at", "id"],
                        name="sending_due",
                    ),
                    models.Index(fields=["customer", "-left_at"], name="sending_to"),
                    models.Index(fields=["-asked_at", "-id"], name="sending_newest"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "waiting"), _negated=True), ("due_at__isnull", False), _connector="OR"
                        ),
                        name="sending_waits_for_a_time",
                    )
                ],
            },
        ),
    ]
