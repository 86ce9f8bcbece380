import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from regulars.lib.at_once import AtOnce


class Migration(AtOnce):
    initial = True

    dependencies = [
        ("chat", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Following",
            fields=[
                (
                    "widget",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="following",
                        serialize=False,
                        to="chat.widget",
                    ),
                ),
                ("is_on", models.BooleanField(default=False, verbose_name="show the team who is there")),
                ("needs_consent", models.BooleanField(default=True, verbose_name="strangers only with their consent")),
                ("days", models.PositiveIntegerField(default=90, verbose_name="days that visits are kept")),
            ],
        ),
        migrations.CreateModel(
            name="Greeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("greeting", "greeting: opens the chat"), ("news", "announcement: leads to a page")],
                        default="greeting",
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("text", models.CharField(max_length=300, verbose_name="text")),
                ("link", models.CharField(blank=True, max_length=500, verbose_name="address")),
                ("link_words", models.CharField(blank=True, max_length=60, verbose_name="words of the button")),
                ("conditions", models.JSONField(blank=True, default=dict)),
                ("after", models.PositiveSmallIntegerField(default=10, verbose_name="seconds on the page")),
                (
                    "again_after",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="days until it may be shown again"
                    ),
                ),
                ("begins_at", models.DateTimeField(blank=True, null=True, verbose_name="from")),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                ("is_on", models.BooleanField(default=True, verbose_name="on")),
                ("seen", models.PositiveIntegerField(default=0)),
                ("clicked", models.PositiveIntegerField(default=0)),
                ("dismissed", models.PositiveIntegerField(default=0)),
                (
                    "widget",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="greetings",
                        to="chat.widget",
                        verbose_name="widget",
                    ),
                ),
            ],
            options={
                "ordering": ["name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Told",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seen_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("clicked_at", models.DateTimeField(null=True)),
                ("dismissed_at", models.DateTimeField(null=True)),
                (
                    "greeting",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="told",
                        to="visits.greeting",
                    ),
                ),
                (
                    "visitor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="told", to="chat.visitor"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("clicked_at__isnull", False)), fields=["visitor"], name="told_answered"
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("greeting", "visitor"), name="told_once")],
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(default=1)),
                ("began_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("seen_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("page", models.CharField(blank=True, max_length=500)),
                ("title", models.CharField(blank=True, max_length=200)),
                ("page_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("pages", models.JSONField(default=list)),
                ("page_count", models.PositiveIntegerField(default=1)),
                ("referrer", models.CharField(blank=True, max_length=500)),
                ("language", models.CharField(blank=True, max_length=35)),
                ("time_zone", models.CharField(blank=True, max_length=64)),
                (
                    "device",
                    models.CharField(
                        blank=True,
                        choices=[("phone", "phone"), ("tablet", "tablet"), ("computer", "computer")],
                        max_length=8,
                    ),
                ),
                (
                    "visitor",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="visits",
                        to="chat.visitor",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["seen_at"], name="visit_seen")],
                "constraints": [models.UniqueConstraint(fields=("visitor", "number"), name="visit_in_turn")],
            },
        ),
    ]
