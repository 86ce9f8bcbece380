import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import regulars.lib.sealed
from regulars.lib.at_once import AtOnce


class Migration(AtOnce):
    initial = True

    dependencies = [
        ("conversations", "0001_initial"),
        ("team", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Wishes",
            fields=[
                (
                    "agent",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="wishes",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("ways", models.JSONField(default=dict)),
                ("quiet_from", models.TimeField(blank=True, null=True, verbose_name="quiet from")),
                ("quiet_until", models.TimeField(blank=True, null=True, verbose_name="until")),
                (
                    "mail_after",
                    models.PositiveSmallIntegerField(
                        choices=[(5, "5 minutes"), (15, "15 minutes"), (60, "an hour"), (240, "four hours")],
                        default=15,
                        verbose_name="what I have not seen comes by mail after",
                    ),
                ),
                ("mailed_at", models.DateTimeField(null=True)),
                ("pushed_at", models.DateTimeField(null=True)),
                ("pushes", models.PositiveSmallIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Device",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("endpoint", models.URLField(max_length=1000, unique=True)),
                ("p256dh", models.CharField(max_length=120)),
                ("auth", models.CharField(max_length=60)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "agent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="devices", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PushKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("private", regulars.lib.sealed.SealedField()),
                ("is_the_one", models.BooleanField(default=True, unique=True)),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("is_the_one", True)), name="push_key_once")],
            },
        ),
        migrations.CreateModel(
            name="Notification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("mention", "Somebody mentions me or my team in a note"),
                            ("told", "A rule or a colleague tells me to look"),
                            ("assigned", "A conversation is given to me"),
                            ("failed", "An answer of mine does not arrive"),
                            ("promise", "A promise in a conversation of mine runs out, or is broken"),
                            ("reply", "A customer writes in a conversation of mine"),
                            ("woken", "A conversation of mine comes back that was put off"),
                            ("note", "Somebody leaves a note in a conversation of mine"),
                            ("team", "A conversation is given to my team, and to nobody in it"),
                        ],
                        max_length=16,
                    ),
                ),
                ("by", models.CharField(blank=True, max_length=200)),
                ("count", models.PositiveIntegerField(default=1)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("is_in_desk", models.BooleanField(default=True)),
                ("seen_at", models.DateTimeField(null=True)),
                ("push_at", models.DateTimeField(null=True)),
                ("mail_at", models.DateTimeField(null=True)),
                (
                    "agent",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notifications",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "conversation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="conversations.conversation"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["agent", "-at", "-id"], name="notification_newest"),
                    models.Index(fields=["at"], name="notification_oldest"),
                    models.Index(
                        condition=models.Q(("push_at__isnull", False)), fields=["push_at"], name="notification_push"
                    ),
                    models.Index(
                        condition=models.Q(("mail_at__isnull", False)), fields=["mail_at"], name="notification_mail"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("seen_at", None)),
                        fields=("agent", "conversation", "reason"),
                        name="notification_once",
                    )
                ],
            },
        ),
    ]
