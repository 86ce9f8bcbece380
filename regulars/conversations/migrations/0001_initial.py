import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.contrib.postgres.operations import BtreeGinExtension, UnaccentExtension
from django.db import migrations, models

from regulars.lib.at_once import AtOnce


class Migration(AtOnce):
    initial = True

    dependencies = [
        ("customers", "0001_initial"),
        ("team", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        BtreeGinExtension(),
        UnaccentExtension(),
        migrations.CreateModel(
            name="Changed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("conversation", "Conversation"),
                            ("customer", "Customer"),
                            ("company", "Company"),
                            ("team", "Team"),
                        ],
                        max_length=16,
                    ),
                ),
                ("number", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Checklist",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=64, unique=True, verbose_name="name")),
                (
                    "items",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200), default=list, size=None
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Habits",
            fields=[
                (
                    "agent",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="habits",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "density",
                    models.CharField(
                        choices=[("comfortable", "Comfortable"), ("compact", "Compact")],
                        default="comfortable",
                        max_length=16,
                    ),
                ),
                (
                    "afterwards",
                    models.CharField(
                        choices=[("stay", "Stay with it"), ("next", "Open the next one"), ("list", "Back to the list")],
                        default="stay",
                        max_length=8,
                    ),
                ),
                (
                    "order",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), default=list, size=None
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TagChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("old", models.CharField(max_length=64)),
                ("new", models.CharField(blank=True, max_length=64)),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name="TagRules",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "makers",
                    models.CharField(
                        choices=[("everybody", "everybody"), ("admins", "only those who may manage tags")],
                        default="everybody",
                        max_length=16,
                        verbose_name="new tags are made by",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "tag rules",
            },
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "view", "agent", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("view", models.IntegerField()),
                ("agent", models.BigIntegerField(default=0)),
                ("edition", models.PositiveIntegerField(default=0)),
                ("counted_at", models.DateTimeField(null=True)),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("tried_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="ViewCount",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "view", "agent", "inbox", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("view", models.IntegerField()),
                ("agent", models.BigIntegerField(default=0)),
                ("inbox", models.BigIntegerField()),
                ("number", models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Inbox",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="name")),
                (
                    "reopen_days",
                    models.PositiveSmallIntegerField(
                        default=30,
                        help_text="A letter that comes later begins a new conversation, which follows the old one.",
                        verbose_name="days for which a settled matter opens again",
                    ),
                ),
                (
                    "brand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="inboxes", to="team.brand"
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        help_text="New conversations join its queue.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="inboxes",
                        to="team.team",
                        verbose_name="team",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "inboxes",
            },
        ),
        migrations.CreateModel(
            name="Conversation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("channel", models.CharField(max_length=16)),
                ("subject", models.CharField(blank=True, max_length=500)),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "Open"), ("pending", "Pending"), ("resolved", "Resolved")],
                        default="open",
                        max_length=16,
                    ),
                ),
                ("pending_since", models.DateTimeField(blank=True, null=True)),
                ("snoozed_until", models.DateTimeField(blank=True, null=True)),
                ("woken_at", models.DateTimeField(blank=True, null=True)),
                (
                    "priority",
                    models.SmallIntegerField(
                        choices=[(-1, "Low"), (0, "Normal"), (1, "High"), (2, "Urgent")], default=0
                    ),
                ),
                (
                    "tags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=64), blank=True, default=list, size=None
                    ),
                ),
                ("values", models.JSONField(blank=True, db_default={}, default=dict)),
                ("side_count", models.PositiveSmallIntegerField(default=0)),
                ("link_count", models.PositiveIntegerField(default=0)),
                ("checklist_total", models.PositiveSmallIntegerField(default=0)),
                ("checklist_open", models.PositiveSmallIntegerField(default=0)),
                ("snippet", models.CharField(blank=True, max_length=200)),
                ("last_position", models.IntegerField(default=0)),
                ("inbound_position", models.IntegerField(default=0)),
                ("is_ours_last", models.BooleanField(default=False)),
                ("waiting_since", models.DateTimeField(blank=True, null=True)),
                ("undelivered_at", models.DateTimeField(blank=True, null=True)),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("last_activity_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("replied_at", models.DateTimeField(blank=True, null=True)),
                ("resolved_at", models.DateTimeField(blank=True, null=True)),
                (
                    "assignee",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conversations",
                        to="customers.customer",
                    ),
                ),
                (
                    "follows",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="followers",
                        to="conversations.conversation",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="merged",
                        to="conversations.conversation",
                    ),
                ),
                (
                    "side_of",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sides",
                        to="conversations.conversation",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="team.team",
                    ),
                ),
                (
                    "inbox",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conversations",
                        to="conversations.inbox",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.OrderBy(models.F("last_activity_at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        name="conv_newest",
                    ),
                    models.Index(
                        models.F("status"),
                        models.OrderBy(models.F("last_activity_at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        name="conv_by_status",
                    ),
                    models.Index(
                        models.F("assignee"),
                        models.F("status"),
                        models.OrderBy(models.F("last_activity_at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        name="conv_by_agent",
                    ),
                    models.Index(
                        models.OrderBy(models.F("last_activity_at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        condition=models.Q(("assignee", None), ("status", "open")),
                        name="conv_unassigned",
                    ),
                    models.Index(
                        models.F("team"),
                        models.OrderBy(models.F("last_activity_at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        condition=models.Q(("status", "open")),
                        name="conv_of_team",
                    ),
                    models.Index(
                        models.F("inbox"),
                        models.OrderBy(models.F("last_activity_at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        name="conv_of_inbox",
                    ),
                    models.Index(
                        models.F("customer"),
                        models.OrderBy(models.F("last_activity_at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        name="conv_of_customer",
                    ),
                    models.Index(
                        models.OrderBy(models.F("last_activity_at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        condition=models.Q(("undelivered_at__isnull", False)),
                        name="conv_undelivered",
                    ),
                    models.Index(
                        condition=models.Q(("follows__isnull", False)), fields=["follows"], name="conv_followers"
                    ),
                    models.Index(
                        condition=models.Q(("merged_into__isnull", False)), fields=["merged_into"], name="conv_merged"
                    ),
                    models.Index(condition=models.Q(("side_of__isnull", False)), fields=["side_of"], name="conv_sides"),
                    models.Index(
                        condition=models.Q(("snoozed_until__isnull", False)),
                        fields=["snoozed_until"],
                        name="conv_snoozed",
                    ),
                    models.Index(
                        models.F("team"),
                        models.F("waiting_since"),
                        condition=models.Q(
                            ("assignee", None),
                            ("merged_into", None),
                            ("status", "open"),
                            ("waiting_since__isnull", False),
                        ),
                        name="conv_queue",
                    ),
                    models.Index(
                        condition=models.Q(("waiting_since__isnull", False)),
                        fields=["waiting_since", "id"],
                        name="conv_by_waiting",
                    ),
                    models.Index(
                        condition=models.Q(("due_at__isnull", False)), fields=["due_at", "id"], name="conv_by_due"
                    ),
                    models.Index(
                        models.F("priority"),
                        models.OrderBy(models.F("last_activity_at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        name="conv_by_priority",
                    ),
                    models.Index(
                        models.OrderBy(models.F("created_at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        name="conv_by_created",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        condition=models.Q(("tags", []), _negated=True), fields=["tags"], name="conv_tags"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "added_tags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=64), default=list, size=None
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "conversation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="merge",
                        to="conversations.conversation",
                    ),
                ),
                (
                    "into",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="conversations.conversation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.IntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("in", "from the customer"),
                            ("out", "from us"),
                            ("note", "note, only the team sees it"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("sending", "Sending"),
                            ("sent", "Sent"),
                            ("failed", "Failed"),
                        ],
                        max_length=8,
                    ),
                ),
                ("channel", models.CharField(max_length=16)),
                ("author_name", models.CharField(blank=True, max_length=200)),
                ("author_address", models.CharField(blank=True, max_length=320)),
                ("subject", models.CharField(blank=True, max_length=500)),
                ("text", models.TextField(blank=True)),
                ("visible_text", models.TextField(blank=True)),
                ("html", models.TextField(blank=True)),
                ("recipients", models.JSONField(default=dict)),
                ("is_automatic", models.BooleanField(default=False)),
                ("away_until", models.DateField(null=True)),
                ("is_stranger", models.BooleanField(default=False)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "trust",
                    models.CharField(
                        blank=True,
                        choices=[("pass", "proven"), ("none", "not proven"), ("fail", "disproved")],
                        max_length=8,
                    ),
                ),
                ("trust_detail", models.CharField(blank=True, max_length=300)),
                ("client_key", models.CharField(max_length=64, null=True)),
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
                    "conversation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="messages",
                        to="conversations.conversation",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="customers.customer",
                    ),
                ),
                (
                    "origin",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="conversations.conversation",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("customer__isnull", False)), fields=["customer"], name="message_of_customer"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("conversation", "position"), name="message_in_turn"),
                    models.UniqueConstraint(fields=("conversation", "client_key"), name="message_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("channel", models.CharField(max_length=16)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("held", "held back"),
                            ("done", "handed over"),
                            ("failed", "failed"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                (
                    "left",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=320), null=True, size=None
                    ),
                ),
                ("due_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("is_scheduled", models.BooleanField(default=False)),
                ("yields", models.BooleanField(default=False)),
                ("is_cleared", models.BooleanField(default=False)),
                ("external_id", models.CharField(blank=True, max_length=998)),
                ("provider_id", models.CharField(blank=True, max_length=998)),
                ("error", models.TextField(blank=True)),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "message",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="delivery", to="conversations.message"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "deliveries",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["channel", "due_at", "id"],
                        name="delivery_waiting",
                    ),
                    models.Index(condition=models.Q(("state", "failed")), fields=["-id"], name="delivery_failed"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=255)),
                ("content_type", models.CharField(default="application/octet-stream", max_length=127)),
                ("size", models.BigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("content_id", models.CharField(blank=True, max_length=255)),
                ("is_inline", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="conversations.message",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="NamedStatus",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=48, verbose_name="name")),
                (
                    "category",
                    models.CharField(
                        choices=[("open", "Open"), ("pending", "Pending"), ("resolved", "Resolved")],
                        max_length=16,
                        verbose_name="category",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("is_default", models.BooleanField(default=False)),
                ("retired_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_default", True)), fields=("category",), name="status_default_once"
                    ),
                    models.UniqueConstraint(
                        models.F("name"), condition=models.Q(("retired_at", None)), name="status_name_once"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="conversation",
            name="named_status",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="conversations.namedstatus",
            ),
        ),
        migrations.CreateModel(
            name="Outcome",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.CharField(max_length=320)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("delayed", "delayed"),
                            ("delivered", "delivered"),
                            ("failed", "not delivered"),
                            ("read", "read"),
                        ],
                        max_length=12,
                    ),
                ),
                ("status", models.CharField(blank=True, max_length=16)),
                ("reason", models.CharField(blank=True, max_length=1000)),
                ("is_hard", models.BooleanField(default=False)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "delivery",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="outcomes",
                        to="conversations.delivery",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "failed")), fields=["address", "at"], name="outcome_failed"
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("delivery", "address"), name="outcome_once")],
            },
        ),
        migrations.CreateModel(
            name="Pair",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "first",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="conversations.conversation",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="conversations.conversation"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("first", "second"), name="pair_once"),
                    models.CheckConstraint(condition=models.Q(("first__lt", models.F("second"))), name="pair_in_order"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Participant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.CharField(max_length=320)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("joined_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "conversation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="participants",
                        to="conversations.conversation",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="customers.customer",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["customer"], name="participant_as_customer")],
                "constraints": [models.UniqueConstraint(fields=("conversation", "address"), name="participant_once")],
            },
        ),
        migrations.CreateModel(
            name="Promise",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("is_active", models.BooleanField(default=True, verbose_name="in force")),
                ("conditions", models.JSONField(default=dict)),
                ("first_reply", models.PositiveIntegerField(blank=True, null=True, verbose_name="first reply")),
                ("next_reply", models.PositiveIntegerField(blank=True, null=True, verbose_name="next reply")),
                ("resolution", models.PositiveIntegerField(blank=True, null=True, verbose_name="resolution")),
                ("warns", models.PositiveIntegerField(default=30, verbose_name="warn before")),
                ("is_around_the_clock", models.BooleanField(default=False, verbose_name="around the clock")),
                ("is_told", models.BooleanField(default=False, verbose_name="customers are told")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("applied_to", models.BigIntegerField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "calendar",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="team.calendar",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("name",),
                        name="promise_name_once",
                        violation_error_message="Another promise has this name already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Clock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("first_reply", "first reply"),
                            ("next_reply", "next reply"),
                            ("resolution", "resolution"),
                        ],
                        max_length=16,
                    ),
                ),
                ("target", models.PositiveIntegerField()),
                ("is_told", models.BooleanField(default=False)),
                ("started_at", models.DateTimeField()),
                ("spent", models.DurationField()),
                ("running_since", models.DateTimeField(null=True)),
                ("due_at", models.DateTimeField(null=True)),
                ("next_at", models.DateTimeField(null=True)),
                ("warned_at", models.DateTimeField(null=True)),
                ("broken_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("kept", "kept"), ("broken", "broken"), ("dropped", "dropped")],
                        max_length=8,
                    ),
                ),
                (
                    "conversation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="clocks",
                        to="conversations.conversation",
                    ),
                ),
                (
                    "promise",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="clocks",
                        to="conversations.promise",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("next_at__isnull", False)), fields=["next_at"], name="clock_next"),
                    models.Index(
                        condition=models.Q(("ended_at__isnull", False)), fields=["ended_at", "kind"], name="clock_ended"
                    ),
                    models.Index(fields=["conversation", "id"], name="clock_of"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)), fields=("conversation", "kind"), name="clock_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Read",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.IntegerField(default=0)),
                (
                    "agent",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "conversation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reads",
                        to="conversations.conversation",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("agent", "conversation"), name="read_once")],
            },
        ),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("message_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("week", models.SmallIntegerField()),
                ("at", models.DateTimeField()),
                ("words", django.contrib.postgres.search.SearchVectorField()),
                (
                    "conversation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="conversations.conversation",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "search entries",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["week", "words"], gin_pending_list_limit=256, name="search_words"
                    ),
                    models.Index(fields=["-at", "-message_id"], name="search_newest"),
                    models.Index(fields=["conversation"], name="search_of_conversation"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Snippet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=64, verbose_name="name")),
                ("folder", models.CharField(blank=True, max_length=120, verbose_name="folder")),
                ("texts", models.JSONField(default=dict)),
                ("used_count", models.PositiveIntegerField(default=0)),
                ("used_at", models.DateTimeField(null=True)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "agent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="team.team",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("agent", None), ("team", None), _connector="OR"),
                        name="snippet_for_one_circle",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Split",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("origins", models.JSONField(default=dict)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "conversation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="split",
                        to="conversations.conversation",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="conversations.conversation",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["source"], name="split_of")],
            },
        ),
        migrations.CreateModel(
            name="Suggestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("number", "its subject names that number"),
                            ("mentioned", "it answers a letter of that conversation"),
                            ("subject", "the same customer wrote about the same thing"),
                            ("answer", "it answers something, and the same customer has one open conversation"),
                        ],
                        max_length=12,
                    ),
                ),
                ("is_refused", models.BooleanField(default=False)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "conversation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="suggestion",
                        to="conversations.conversation",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="conversations.conversation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SuppressedAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.CharField(max_length=320, unique=True)),
                ("status", models.CharField(blank=True, max_length=16)),
                ("reason", models.CharField(blank=True, max_length=1000)),
                ("is_hard", models.BooleanField()),
                ("count", models.PositiveIntegerField(default=1)),
                ("since", models.DateTimeField(default=django.utils.timezone.now)),
                ("allowed_at", models.DateTimeField(null=True)),
                (
                    "message",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="conversations.message",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "suppressed addresses",
            },
        ),
        migrations.CreateModel(
            name="Tag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=64, unique=True, verbose_name="name")),
                (
                    "colour",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "plain"),
                            ("red", "red"),
                            ("amber", "amber"),
                            ("green", "green"),
                            ("blue", "blue"),
                            ("brown", "brown"),
                        ],
                        default="",
                        max_length=8,
                        verbose_name="colour",
                    ),
                ),
                ("retired_at", models.DateTimeField(null=True)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "becomes",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former",
                        to="conversations.tag",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Topic",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=64, unique=True, verbose_name="name")),
                (
                    "skill",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="topics",
                        to="team.skill",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="topics",
                        to="team.team",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.AddField(
            model_name="conversation",
            name="topic",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="conversations.topic",
            ),
        ),
        migrations.CreateModel(
            name="View",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("icon", models.CharField(default="filter", max_length=16, verbose_name="sign")),
                ("conditions", models.JSONField(default=dict)),
                ("time_zone", models.CharField(default="UTC", max_length=64)),
                (
                    "sort",
                    models.CharField(
                        choices=[
                            ("newest", "Newest activity first"),
                            ("waiting", "Who waits longest first"),
                            ("due", "What is due first"),
                            ("priority", "Highest priority first"),
                            ("created", "Newest conversation first"),
                        ],
                        default="newest",
                        max_length=16,
                        verbose_name="order",
                    ),
                ),
                (
                    "look",
                    models.CharField(
                        choices=[("list", "List"), ("table", "Table")],
                        default="list",
                        max_length=8,
                        verbose_name="look",
                    ),
                ),
                (
                    "columns",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("subject", "Subject"),
                                ("assignee", "Assignee"),
                                ("team", "Team"),
                                ("topic", "Topic"),
                                ("tags", "Tags"),
                                ("inbox", "Inbox"),
                                ("channel", "Channel"),
                                ("created", "Created"),
                                ("waiting", "Waiting"),
                                ("promise", "Promise"),
                            ],
                            max_length=16,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("edition", models.PositiveIntegerField(default=1)),
                ("position", models.PositiveIntegerField(default=0)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "agent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="views",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="views",
                        to="team.team",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "name", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("agent", None), ("team", None), _connector="OR"), name="view_for_one_kind"
                    ),
                    models.UniqueConstraint(
                        fields=("name", "agent", "team"), name="view_name_once", nulls_distinct=False
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ViewMember",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "conversation",
                        "view",
                        "agent",
                        "inbox",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("conversation", models.BigIntegerField()),
                ("view", models.IntegerField()),
                ("agent", models.BigIntegerField(default=0)),
                ("inbox", models.BigIntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["view", "agent", "conversation"], name="member_of_view")],
            },
        ),
        migrations.CreateModel(
            name="ChecklistItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=200)),
                ("position", models.PositiveSmallIntegerField()),
                ("done_at", models.DateTimeField(null=True)),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "checklist",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="conversations.checklist",
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "conversation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="checklist",
                        to="conversations.conversation",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "indexes": [models.Index(fields=["conversation", "position"], name="checklist_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("done_at__isnull", False), ("done_by", None), _connector="OR"),
                        name="item_done_by_when",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=8)),
                ("html", models.TextField(blank=True)),
                ("recipients", models.JSONField(default=dict)),
                ("attachment_ids", models.JSONField(default=list)),
                ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "agent",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "conversation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="drafts",
                        to="conversations.conversation",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("agent", "conversation", "kind"), name="draft_once")],
            },
        ),
        migrations.CreateModel(
            name="Access",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "agent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "brand",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="team.brand"
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="team.role"
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="team.team"
                    ),
                ),
                (
                    "inbox",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="conversations.inbox",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agent__isnull", False), ("role__isnull", True), ("team__isnull", True)),
                            models.Q(("agent__isnull", True), ("role__isnull", False), ("team__isnull", True)),
                            models.Q(("agent__isnull", True), ("role__isnull", True), ("team__isnull", False)),
                            _connector="OR",
                        ),
                        name="access_of_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("brand__isnull", True), ("inbox__isnull", False)),
                            models.Q(("brand__isnull", False), ("inbox__isnull", True)),
                            _connector="OR",
                        ),
                        name="access_to_one",
                    ),
                    models.UniqueConstraint(
                        fields=("agent", "role", "team", "inbox", "brand"), name="access_once", nulls_distinct=False
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("related", "related to"), ("duplicate", "a duplicate of"), ("cause", "caused by")],
                        max_length=16,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "first",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="conversations.conversation",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="conversations.conversation",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["second"], name="link_of_second")],
                "constraints": [
                    models.UniqueConstraint(fields=("first", "second"), name="link_once"),
                    models.CheckConstraint(
                        condition=models.Q(("first", models.F("second")), _negated=True), name="link_of_two"
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="conversation",
            index=models.Index(
                condition=models.Q(("named_status__isnull", False)), fields=["named_status"], name="conv_named_status"
            ),
        ),
    ]
