import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from regulars.lib.at_once import AtOnce


class Migration(AtOnce):
    initial = True

    dependencies = [
        ("customers", "0002_functions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Programme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="name")),
                ("one", models.CharField(default="point", max_length=40, verbose_name="one of them")),
                ("many", models.CharField(default="points", max_length=40, verbose_name="many of them")),
                ("currency", models.CharField(default="EUR", max_length=3, verbose_name="currency")),
                ("time_zone", models.CharField(default="UTC", max_length=64, verbose_name="time zone")),
                ("terms", models.JSONField(default=dict)),
                ("version", models.PositiveIntegerField(default=1)),
                ("swept_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=32, unique=True)),
                (
                    "status",
                    models.CharField(
                        choices=[("active", "active"), ("suspended", "suspended"), ("left", "left")],
                        default="active",
                        max_length=10,
                    ),
                ),
                ("joined_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("clock", models.DateTimeField(null=True)),
                ("due_at", models.DateTimeField(null=True)),
                ("pending", models.BigIntegerField(default=0)),
                ("available", models.BigIntegerField(default=0)),
                ("held", models.BigIntegerField(default=0)),
                ("spent", models.BigIntegerField(default=0)),
                ("expired", models.BigIntegerField(default=0)),
                ("reversed", models.BigIntegerField(default=0)),
                ("debt", models.BigIntegerField(default=0)),
                ("debt_since", models.DateTimeField(null=True)),
                ("lapses_at", models.DateTimeField(null=True)),
                ("tier", models.CharField(blank=True, max_length=60)),
                ("own_tier", models.CharField(blank=True, max_length=60)),
                ("tier_since", models.DateTimeField(null=True)),
                ("review_at", models.DateTimeField(null=True)),
                ("is_in_grace", models.BooleanField(default=False)),
                ("given_tier", models.CharField(blank=True, max_length=60)),
                ("given_until", models.DateTimeField(null=True)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="accounts", to="customers.customer"
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="loyalty.account",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="accounts", to="loyalty.programme"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Operation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("earn", "earned"),
                            ("activate", "may be spent now"),
                            ("hold", "reserved"),
                            ("capture", "redeemed"),
                            ("release", "not redeemed after all"),
                            ("redeem", "redeemed"),
                            ("give back", "given back"),
                            ("take back", "taken back"),
                            ("adjust", "given or taken by hand"),
                            ("expire", "expired"),
                            ("send", "sent to another member"),
                            ("get", "got from another member"),
                            ("merge", "came along with another member"),
                            ("part", "went with another member"),
                            ("extend", "kept for longer"),
                            ("forgive", "debt forgiven"),
                        ],
                        max_length=10,
                    ),
                ),
                ("amount", models.BigIntegerField()),
                ("change", models.BigIntegerField()),
                ("balance", models.BigIntegerField()),
                ("spend", models.BigIntegerField(null=True)),
                ("reckoned", models.JSONField(null=True)),
                ("key", models.CharField(max_length=128, null=True)),
                ("digest", models.CharField(blank=True, max_length=32)),
                ("reference", models.CharField(blank=True, max_length=120)),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("by", models.CharField(max_length=200)),
                ("because", models.BigIntegerField(null=True)),
                ("version", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("happened_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="operations",
                        to="loyalty.account",
                    ),
                ),
                (
                    "of",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="loyalty.operation",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="loyalty.programme",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Lot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("issued", models.BigIntegerField()),
                ("moved", models.BigIntegerField(default=0)),
                ("pending", models.BigIntegerField(default=0)),
                ("available", models.BigIntegerField(default=0)),
                ("held", models.BigIntegerField(default=0)),
                ("spent", models.BigIntegerField(default=0)),
                ("expired", models.BigIntegerField(default=0)),
                ("reversed", models.BigIntegerField(default=0)),
                ("charged", models.BigIntegerField(default=0)),
                ("owed", models.BigIntegerField(default=0)),
                ("paid", models.BigIntegerField(default=0)),
                ("activates_at", models.DateTimeField(null=True)),
                ("expires_at", models.DateTimeField(null=True)),
                ("lasts", models.JSONField(null=True)),
                ("qualifies", models.BigIntegerField(default=0)),
                ("spend", models.BigIntegerField(default=0)),
                ("spend_back", models.BigIntegerField(default=0)),
                ("is_order", models.BooleanField(default=False)),
                ("may_move", models.BooleanField(default=True)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lots",
                        to="loyalty.account",
                    ),
                ),
                (
                    "home",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="loyalty.account",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="loyalty.lot",
                    ),
                ),
                (
                    "operation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lots",
                        to="loyalty.operation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount", models.BigIntegerField()),
                ("captured", models.BigIntegerField(default=0)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("captured", "captured"), ("released", "released")],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("expires_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holds",
                        to="loyalty.account",
                    ),
                ),
                (
                    "operation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="hold", to="loyalty.operation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "outside"),
                            (1, "pending"),
                            (2, "available"),
                            (3, "held"),
                            (4, "spent"),
                            (5, "expired"),
                            (6, "taken back"),
                            (7, "debt"),
                        ]
                    ),
                ),
                (
                    "target",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "outside"),
                            (1, "pending"),
                            (2, "available"),
                            (3, "held"),
                            (4, "spent"),
                            (5, "expired"),
                            (6, "taken back"),
                            (7, "debt"),
                        ]
                    ),
                ),
                ("amount", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="loyalty.account",
                    ),
                ),
                (
                    "lot",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="loyalty.lot",
                    ),
                ),
                (
                    "operation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="loyalty.operation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ProgrammeVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("terms", models.JSONField()),
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
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="loyalty.programme"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Standing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("tier", models.CharField(blank=True, max_length=60)),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("reached", "reached"),
                            ("lost", "not reached again"),
                            ("given", "given by hand"),
                            ("ended", "what was given has ended"),
                            ("joined", "two members became one"),
                            ("changed", "the tiers were changed"),
                        ],
                        max_length=8,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="standings", to="loyalty.account"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Sweep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("until", models.DateTimeField()),
                ("due", models.PositiveIntegerField()),
                ("done", models.PositiveIntegerField(default=0)),
                ("began_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sweeps", to="loyalty.programme"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="lot",
            index=models.Index(
                condition=models.Q(("pending__gt", 0), ("available__gt", 0), ("held__gt", 0), _connector="OR"),
                fields=["account"],
                name="lot_alive",
            ),
        ),
        migrations.AddIndex(
            model_name="lot",
            index=models.Index(fields=["account", "activates_at"], name="lot_qualifies"),
        ),
        migrations.AddIndex(
            model_name="lot",
            index=models.Index(fields=["operation"], name="lot_of_operation"),
        ),
        migrations.AddConstraint(
            model_name="lot",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "issued",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("moved"), "+", models.F("pending")
                                            ),
                                            "+",
                                            models.F("available"),
                                        ),
                                        "+",
                                        models.F("held"),
                                    ),
                                    "+",
                                    models.F("spent"),
                                ),
                                "+",
                                models.F("expired"),
                            ),
                            "+",
                            models.F("reversed"),
                        ),
                    )
                ),
                name="lot_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="lot",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("available__gte", 0),
                    ("expired__gte", 0),
                    ("held__gte", 0),
                    ("moved__gte", 0),
                    ("pending__gte", 0),
                    ("spent__gte", 0),
                    ("charged__gte", 0),
                    ("owed__gte", 0),
                    ("paid__gte", 0),
                    ("paid__lte", models.F("spent")),
                    ("reversed__gte", 0),
                    ("charged__lte", models.F("issued")),
                ),
                name="lot_nothing_below_zero",
            ),
        ),
        migrations.AddIndex(
            model_name="hold",
            index=models.Index(condition=models.Q(("state", "open")), fields=["account"], name="hold_open"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["account", "at"], name="entry_of_account"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["operation"], name="entry_of_operation"),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="entry_moves_something"),
        ),
        migrations.AddIndex(
            model_name="operation",
            index=models.Index(fields=["account", "-id"], name="operation_of_account"),
        ),
        migrations.AddIndex(
            model_name="operation",
            index=models.Index(condition=models.Q(("of__isnull", False)), fields=["of"], name="operation_follows"),
        ),
        migrations.AddIndex(
            model_name="operation",
            index=models.Index(
                condition=models.Q(("reference", ""), _negated=True), fields=["reference"], name="operation_reference"
            ),
        ),
        migrations.AddIndex(
            model_name="operation",
            index=models.Index(fields=["programme", "at"], name="operation_in_time"),
        ),
        migrations.AddConstraint(
            model_name="operation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("key__isnull", False)), fields=("programme", "kind", "key"), name="operation_once"
            ),
        ),
        migrations.AddIndex(
            model_name="account",
            index=models.Index(
                condition=models.Q(("due_at__isnull", False)), fields=["programme", "due_at"], name="account_due"
            ),
        ),
        migrations.AddIndex(
            model_name="account",
            index=models.Index(
                condition=models.Q(("tier", ""), _negated=True), fields=["programme", "tier"], name="account_in_tier"
            ),
        ),
        migrations.AddIndex(
            model_name="account",
            index=models.Index(
                condition=models.Q(("merged_into__isnull", False)), fields=["merged_into"], name="account_merged"
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("available__gte", 0),
                    ("expired__gte", 0),
                    ("held__gte", 0),
                    ("pending__gte", 0),
                    ("spent__gte", 0),
                    ("debt__gte", 0),
                    ("reversed__gte", 0),
                ),
                name="account_nothing_below_zero",
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(("debt", 0), ("available", 0), _connector="OR"), name="account_pays_debt_first"
            ),
        ),
        migrations.AddConstraint(
            model_name="programmeversion",
            constraint=models.UniqueConstraint(fields=("programme", "number"), name="programme_version_once"),
        ),
        migrations.AddIndex(
            model_name="standing",
            index=models.Index(fields=["account", "-id"], name="standing_of_account"),
        ),
        migrations.AddConstraint(
            model_name="sweep",
            constraint=models.UniqueConstraint(fields=("programme", "until"), name="sweep_once"),
        ),
    ]
