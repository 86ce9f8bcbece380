import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import regulars.rewards.models.reward
from regulars.lib.at_once import AtOnce


class Migration(AtOnce):
    initial = True

    dependencies = [
        ("commerce", "0001_initial"),
        ("conversations", "0003_assistant"),
        ("customers", "0003_changes"),
        ("loyalty", "0003_grants"),
        ("team", "0002_roles"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Paying",
            fields=[
                (
                    "programme",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="paying",
                        serialize=False,
                        to="loyalty.programme",
                    ),
                ),
                ("is_on", models.BooleanField(default=False, verbose_name="members may pay with points")),
                ("least", models.PositiveBigIntegerField(default=0, verbose_name="at least so many points")),
                ("step", models.PositiveIntegerField(default=1, verbose_name="in whole steps of so many points")),
                (
                    "percent",
                    models.PositiveSmallIntegerField(default=100, verbose_name="at most so many per cent of an order"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("promised", models.JSONField(default=dict)),
                ("points", models.BigIntegerField(default=0)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ready", "ready to use"),
                            ("ordered", "to be sent"),
                            ("shipped", "on its way"),
                            ("delivered", "delivered"),
                            ("used", "used"),
                            ("cancelled", "cancelled"),
                            ("expired", "expired"),
                        ],
                        default="ready",
                        max_length=10,
                    ),
                ),
                ("code", models.CharField(max_length=64, unique=True)),
                ("value", models.BigIntegerField(default=0)),
                ("left", models.BigIntegerField(default=0)),
                ("address", models.TextField(blank=True, max_length=500)),
                ("tracking", models.CharField(blank=True, max_length=200)),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("reference", models.CharField(blank=True, max_length=120)),
                ("cell", models.CharField(blank=True, max_length=80)),
                ("is_gift", models.BooleanField(default=False)),
                ("key", models.CharField(max_length=160, null=True, unique=True)),
                ("claimed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires_at", models.DateTimeField(null=True)),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="loyalty.account",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="customers.customer",
                    ),
                ),
                (
                    "hold",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="claim", to="loyalty.hold"
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
            ],
        ),
        migrations.CreateModel(
            name="Reward",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("text", models.TextField(blank=True, max_length=1000, verbose_name="description")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("amount", "discount of an amount"),
                            ("percent", "discount in per cent"),
                            ("product", "free product"),
                            ("shipping", "free shipping"),
                            ("experience", "experience"),
                            ("gift card", "gift card"),
                            ("donation", "donation"),
                            ("custom", "something else"),
                        ],
                        default="amount",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("points", models.BigIntegerField(default=100, verbose_name="price in points")),
                ("percent", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="per cent")),
                ("amount", models.BigIntegerField(blank=True, null=True)),
                ("least_order", models.BigIntegerField(default=0)),
                ("cost", models.BigIntegerField(blank=True, null=True)),
                ("is_sent", models.BooleanField(default=False, verbose_name="we send it to them")),
                (
                    "is_pooled",
                    models.BooleanField(default=False, verbose_name="its codes come from a list of my shop’s"),
                ),
                ("picture", models.CharField(blank=True, max_length=64)),
                ("picture_type", models.CharField(blank=True, max_length=40)),
                (
                    "tiers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), blank=True, default=list, size=None
                    ),
                ),
                ("conditions", models.JSONField(default=regulars.rewards.models.reward.everybody)),
                ("stock", models.PositiveIntegerField(blank=True, null=True, verbose_name="how many there are")),
                (
                    "most_per_member",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="most for one member"),
                ),
                ("begins_at", models.DateTimeField(blank=True, null=True, verbose_name="from")),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                ("code_days", models.PositiveSmallIntegerField(default=90, verbose_name="days to use it")),
                ("is_listed", models.BooleanField(default=True, verbose_name="in the catalogue")),
                ("is_on", models.BooleanField(default=True, verbose_name="on offer")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "product",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="commerce.product",
                        verbose_name="product",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rewards",
                        to="loyalty.programme",
                        verbose_name="programme",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PoolCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=64, unique=True)),
                ("is_taken", models.BooleanField(default=False)),
                (
                    "reward",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pool", to="rewards.reward"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Goodwill",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("points", models.BigIntegerField(null=True)),
                ("worth", models.BigIntegerField()),
                ("reason", models.CharField(max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "waits for approval"), ("given", "given"), ("declined", "declined")],
                        max_length=8,
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=200)),
                ("key", models.CharField(max_length=128, null=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "agent",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="goodwill",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="rewards.claim",
                    ),
                ),
                (
                    "conversation",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="goodwill",
                        to="conversations.conversation",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="goodwill", to="customers.customer"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
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
                    "programme",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="loyalty.programme",
                    ),
                ),
                (
                    "reward",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="rewards.reward",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="claim",
            name="reward",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="claims", to="rewards.reward"
            ),
        ),
        migrations.CreateModel(
            name="Suggestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("popular", "Many members choose this."),
                            ("alike", "People like you choose this."),
                            ("together", "Chosen by people who like what you have bought or claimed."),
                            ("tried", "Something new for you."),
                        ],
                        max_length=8,
                    ),
                ),
                ("cell", models.CharField(blank=True, max_length=80)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("ends_at", models.DateTimeField()),
                ("claimed_at", models.DateTimeField(null=True)),
                (
                    "customer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="customers.customer",
                    ),
                ),
                (
                    "reward",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="rewards.reward"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Budget",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "period",
                    models.CharField(
                        choices=[("day", "a day"), ("week", "a week"), ("month", "a month")],
                        default="month",
                        max_length=5,
                        verbose_name="counted",
                    ),
                ),
                ("most", models.BigIntegerField(null=True)),
                ("most_per_customer", models.BigIntegerField(null=True)),
                ("alone", models.BigIntegerField(null=True)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="budgets", to="loyalty.programme"
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="team.role",
                        verbose_name="role",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("programme", "role"), name="budget_once", nulls_distinct=False)
                ],
            },
        ),
        migrations.CreateModel(
            name="CardEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount", models.BigIntegerField()),
                ("left", models.BigIntegerField()),
                ("reference", models.CharField(blank=True, max_length=120)),
                ("key", models.CharField(max_length=128, null=True)),
                ("by", models.CharField(max_length=200)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="rewards.claim"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("key__isnull", False)), fields=("claim", "key"), name="card_entry_once"
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="reward",
            constraint=models.UniqueConstraint(fields=("programme", "name"), name="reward_once"),
        ),
        migrations.AddConstraint(
            model_name="reward",
            constraint=models.CheckConstraint(condition=models.Q(("points__gte", 0)), name="reward_has_a_price"),
        ),
        migrations.AddIndex(
            model_name="poolcode",
            index=models.Index(condition=models.Q(("is_taken", False)), fields=["reward"], name="pool_code_free"),
        ),
        migrations.AddIndex(
            model_name="goodwill",
            index=models.Index(fields=["agent", "at"], name="goodwill_of_agent"),
        ),
        migrations.AddIndex(
            model_name="goodwill",
            index=models.Index(condition=models.Q(("state", "waiting")), fields=["at"], name="goodwill_waiting"),
        ),
        migrations.AddConstraint(
            model_name="goodwill",
            constraint=models.UniqueConstraint(
                condition=models.Q(("key__isnull", False)), fields=("agent", "key"), name="goodwill_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="goodwill",
            constraint=models.CheckConstraint(
                condition=models.Q(("points__isnull", True), ("reward__isnull", True), _connector="XOR"),
                name="goodwill_is_one",
            ),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(fields=["customer", "-id"], name="claim_of_customer"),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(fields=["state", "-id"], name="claim_in_state"),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                condition=models.Q(("expires_at__isnull", False), ("state", "ready")),
                fields=["expires_at"],
                name="claim_ends",
            ),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(fields=["cell", "reward"], name="claim_in_cell"),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(("left__gte", 0), ("left__lte", models.F("value"))), name="claim_card_holds"
            ),
        ),
        migrations.AddIndex(
            model_name="suggestion",
            index=models.Index(fields=["customer", "-id"], name="suggestion_of_customer"),
        ),
        migrations.AddIndex(
            model_name="suggestion",
            index=models.Index(fields=["cell", "reward"], name="suggestion_in_cell"),
        ),
    ]
