from decimal import Decimal

import django.contrib.postgres.fields
import django.core.validators
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
        ("customers", "0001_initial"),
        ("knowledge", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("channel", models.CharField(max_length=16)),
                ("question", models.TextField()),
                ("language", models.CharField(blank=True, max_length=16)),
                ("text", models.TextField(blank=True)),
                ("evidence", models.JSONField(default=list)),
                ("confidence", models.FloatField(default=0.0)),
                ("made_by", models.CharField(default="quote", max_length=120)),
                ("tokens_in", models.PositiveIntegerField(default=0)),
                ("tokens_out", models.PositiveIntegerField(default=0)),
                ("cost", models.DecimalField(decimal_places=6, default=0, max_digits=12)),
                ("took_ms", models.PositiveIntegerField(default=0)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("open", "nobody has said yet"),
                            ("solved", "the customer says that it helped"),
                            ("assumed", "settled, unconfirmed"),
                            ("handed_over", "handed over to a person"),
                            ("reopened", "solved, and then asked again"),
                        ],
                        default="open",
                        max_length=12,
                    ),
                ),
                (
                    "because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("unsure", "no article was likely enough to answer"),
                            ("asked", "the customer asked for a person"),
                            ("silent", "nobody said whether it helped"),
                            ("taken", "somebody of the team took it"),
                            ("again", "the customer went on after the answer"),
                            ("late", "no answer was ready in time"),
                            ("no_words", "there were no words to answer"),
                            ("stopped", "the assistant was switched off"),
                            ("by_hand", "a machine may not answer it"),
                        ],
                        max_length=12,
                    ),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "asked",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="conversations.message",
                    ),
                ),
                (
                    "centre",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="knowledge.helpcentre",
                    ),
                ),
                (
                    "conversation",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="conversations.conversation",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="customers.customer",
                    ),
                ),
                (
                    "inbox",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="conversations.inbox",
                    ),
                ),
                (
                    "said",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="conversations.message",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Call",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("answer", "Answer customers"),
                            ("draft", "Draft answers for agents"),
                            ("summarise", "Sum up conversations"),
                            ("translate", "Translate messages and answers"),
                            ("classify", "Find topic, tags, priority and language"),
                            ("mood", "Tell the mood"),
                            ("propose", "Propose articles from what was solved"),
                            ("test", "test"),
                        ],
                        max_length=16,
                    ),
                ),
                ("model", models.CharField(max_length=120)),
                ("tokens_in", models.PositiveIntegerField(default=0)),
                ("tokens_out", models.PositiveIntegerField(default=0)),
                ("cost", models.DecimalField(decimal_places=6, default=0, max_digits=12)),
                ("took_ms", models.PositiveIntegerField(default=0)),
                ("error", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "agent",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "answer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="calls",
                        to="assistant.answer",
                    ),
                ),
                (
                    "conversation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="conversations.conversation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Duty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "task",
                    models.CharField(
                        choices=[
                            ("answer", "Answer customers"),
                            ("draft", "Draft answers for agents"),
                            ("summarise", "Sum up conversations"),
                            ("translate", "Translate messages and answers"),
                            ("classify", "Find topic, tags, priority and language"),
                            ("mood", "Tell the mood"),
                            ("propose", "Propose articles from what was solved"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("off", "not at all"),
                            ("suggest", "suggest it to agents"),
                            ("itself", "do it by itself"),
                        ],
                        default="off",
                        max_length=8,
                        verbose_name="way",
                    ),
                ),
                (
                    "least",
                    models.FloatField(
                        default=0.6,
                        validators=[
                            django.core.validators.MinValueValidator(0.0),
                            django.core.validators.MaxValueValidator(1.0),
                        ],
                        verbose_name="least confidence",
                    ),
                ),
                (
                    "channels",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=16), blank=True, default=list, size=None
                    ),
                ),
                (
                    "patience",
                    models.PositiveIntegerField(
                        default=15,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="minutes in which a customer may say whether it helped",
                    ),
                ),
                (
                    "silence",
                    models.CharField(
                        choices=[
                            ("hand_over", "a person looks"),
                            ("resolve", "the conversation is settled, unconfirmed"),
                        ],
                        default="hand_over",
                        max_length=16,
                        verbose_name="when they say nothing",
                    ),
                ),
                (
                    "centre",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="duties",
                        to="knowledge.helpcentre",
                    ),
                ),
                (
                    "inbox",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="duties",
                        to="conversations.inbox",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "duties",
            },
        ),
        migrations.CreateModel(
            name="Provider",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "is_stopped",
                    models.BooleanField(
                        default=False,
                        help_text="The assistant answers nobody and suggests nothing, with or without a model. Conversations go to people.",
                        verbose_name="stop everything",
                    ),
                ),
                (
                    "is_on",
                    models.BooleanField(
                        default=False,
                        help_text="Off: answers are quoted from articles, word for word, and nothing leaves this house.",
                        verbose_name="a model may write",
                    ),
                ),
                (
                    "model",
                    models.CharField(
                        blank=True,
                        help_text="Provider and name, such as anthropic:claude-sonnet-4-5, openai:gpt-5-mini or ollama:qwen3.",
                        max_length=120,
                        verbose_name="model",
                    ),
                ),
                (
                    "address",
                    models.URLField(
                        blank=True,
                        help_text="Where it answers, if not at the provider's own place: https://models.example/v1. It may be inside your network.",
                        max_length=500,
                        verbose_name="address",
                    ),
                ),
                ("key", regulars.lib.sealed.SealedField(blank=True, default="", verbose_name="key")),
                (
                    "timeout",
                    models.PositiveSmallIntegerField(
                        default=15,
                        help_text="After that the answer is quoted instead.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(60),
                        ],
                        verbose_name="patience in seconds",
                    ),
                ),
                (
                    "price_in",
                    models.DecimalField(
                        decimal_places=4,
                        default=0,
                        max_digits=10,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="price of a million tokens read",
                    ),
                ),
                (
                    "price_out",
                    models.DecimalField(
                        decimal_places=4,
                        default=0,
                        max_digits=10,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="price of a million tokens written",
                    ),
                ),
                ("currency", models.CharField(default="EUR", max_length=3, verbose_name="currency")),
                (
                    "most_cost",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="From there on answers are quoted until the next month. Empty: no limit.",
                        max_digits=10,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="most that it may cost in a month",
                    ),
                ),
                (
                    "most_calls",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="most calls in a month"),
                ),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("pk", 1)), name="one_provider")],
            },
        ),
        migrations.AddIndex(
            model_name="answer",
            index=models.Index(fields=["conversation", "id"], name="answer_of_conversation"),
        ),
        migrations.AddIndex(
            model_name="answer",
            index=models.Index(models.OrderBy(models.F("made_at"), descending=True), name="answer_newest"),
        ),
        migrations.AddIndex(
            model_name="answer",
            index=models.Index(condition=models.Q(("outcome", "open")), fields=["conversation"], name="answer_open"),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("asked__isnull", False)), fields=("asked",), name="answered_once"
            ),
        ),
        migrations.AddIndex(
            model_name="call",
            index=models.Index(models.OrderBy(models.F("at"), descending=True), name="call_newest"),
        ),
        migrations.AddConstraint(
            model_name="duty",
            constraint=models.UniqueConstraint(fields=("inbox", "task"), name="duty_of_inbox"),
        ),
        migrations.AddConstraint(
            model_name="duty",
            constraint=models.UniqueConstraint(fields=("centre", "task"), name="duty_of_centre"),
        ),
        migrations.AddConstraint(
            model_name="duty",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("centre__isnull", False), ("inbox", None)),
                    models.Q(("centre", None), ("inbox__isnull", False)),
                    _connector="OR",
                ),
                name="duty_somewhere",
            ),
        ),
    ]
