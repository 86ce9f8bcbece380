import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import regulars.channels.chat.models
import regulars.lib.sealed
from regulars.lib.at_once import AtOnce


class Migration(AtOnce):
    initial = True

    dependencies = [
        ("conversations", "0001_initial"),
        ("customers", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Widget",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(default=regulars.channels.chat.models.new_key, max_length=32, unique=True)),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("accent", models.CharField(default="#a1501f", max_length=7, verbose_name="colour")),
                ("greeting", models.CharField(blank=True, max_length=300, verbose_name="greeting")),
                ("language", models.CharField(blank=True, max_length=16, verbose_name="language")),
                (
                    "origins",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=255), blank=True, default=list, size=None
                    ),
                ),
                ("asks_address", models.BooleanField(default=True, verbose_name="asks for an e-mail address")),
                ("is_on", models.BooleanField(default=True, verbose_name="on")),
                ("secret", regulars.lib.sealed.SealedField(default=regulars.channels.chat.models.new_secret)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "inbox",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="widgets",
                        to="conversations.inbox",
                        verbose_name="inbox",
                    ),
                ),
            ],
            options={
                "ordering": ["name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Visitor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("subject", models.CharField(max_length=200, null=True)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("address", models.CharField(blank=True, max_length=320)),
                ("is_proven", models.BooleanField(default=False)),
                ("position", models.PositiveIntegerField(default=0)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
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
                    "widget",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="visitors", to="chat.widget"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("widget", "subject"), name="visitor_once")],
            },
        ),
        migrations.CreateModel(
            name="Line",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField()),
                ("client_id", models.CharField(blank=True, max_length=64)),
                ("is_ours", models.BooleanField(default=False)),
                ("read_at", models.DateTimeField(null=True)),
                ("mail_at", models.DateTimeField(null=True)),
                (
                    "message",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="chat_line",
                        to="conversations.message",
                    ),
                ),
                (
                    "visitor",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="chat.visitor",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("mail_at__isnull", False)), fields=["mail_at"], name="line_by_mail"
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("visitor", "position"), name="line_in_turn")],
            },
        ),
        migrations.CreateModel(
            name="Frame",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("client_id", models.CharField(max_length=64)),
                ("body", models.BinaryField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("due_at", models.DateTimeField(default=django.utils.timezone.now, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("error", models.TextField(blank=True)),
                (
                    "visitor",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="frames",
                        to="chat.visitor",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("due_at__isnull", False)), fields=["due_at", "id"], name="frame_waiting"
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("visitor", "client_id"), name="frame_once")],
            },
        ),
    ]
