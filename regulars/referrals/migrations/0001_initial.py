import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from regulars.lib.at_once import AtOnce


class Migration(AtOnce):
    initial = True

    dependencies = [
        ("commerce", "0001_initial"),
        ("loyalty", "0002_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Link",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=12, unique=True)),
                ("is_trusted", models.BooleanField(default=False)),
                ("is_stopped", models.BooleanField(default=False)),
                ("traces", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="link", to="loyalty.account"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Scheme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_open", models.BooleanField(default=False, verbose_name="members may bring friends along")),
                (
                    "giver_points",
                    models.PositiveIntegerField(
                        default=500,
                        validators=[django.core.validators.MaxValueValidator(1000000000)],
                        verbose_name="the member gets",
                    ),
                ),
                (
                    "friend_points",
                    models.PositiveIntegerField(
                        default=250,
                        validators=[django.core.validators.MaxValueValidator(1000000000)],
                        verbose_name="the friend gets",
                    ),
                ),
                ("least_order", models.BigIntegerField(default=2500)),
                (
                    "wait_days",
                    models.PositiveSmallIntegerField(
                        default=14,
                        help_text="As long as it may be sent back.",
                        validators=[django.core.validators.MaxValueValidator(365)],
                        verbose_name="days between the purchase and the points",
                    ),
                ),
                (
                    "buy_days",
                    models.PositiveSmallIntegerField(
                        default=180,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(730),
                        ],
                        verbose_name="days that a link counts",
                    ),
                ),
                (
                    "late_days",
                    models.PositiveSmallIntegerField(
                        default=14,
                        validators=[django.core.validators.MaxValueValidator(365)],
                        verbose_name="days after joining within which a code may be typed",
                    ),
                ),
                (
                    "most",
                    models.PositiveSmallIntegerField(
                        default=10,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="friends at most that give the member points",
                    ),
                ),
                (
                    "every",
                    models.CharField(
                        choices=[
                            ("month", "a month"),
                            ("quarter", "a quarter"),
                            ("year", "a year"),
                            ("ever", "in all"),
                        ],
                        default="month",
                        max_length=7,
                        verbose_name="in each",
                    ),
                ),
                (
                    "review_at",
                    models.PositiveSmallIntegerField(
                        default=30,
                        help_text="As much as the signs below weigh together.",
                        verbose_name="somebody looks at it from",
                    ),
                ),
                ("void_at", models.PositiveSmallIntegerField(default=100, verbose_name="it does not count from")),
                ("weights", models.JSONField(default=dict)),
                ("milestones", models.JSONField(default=list)),
                (
                    "trusted_places",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=45), blank=True, default=list, size=None
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=300, verbose_name="what the friend reads")),
                (
                    "programme",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="scheme", to="loyalty.programme"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Milestone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("friends", models.PositiveIntegerField()),
                ("is_over", models.BooleanField(default=False)),
                (
                    "gain",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="loyalty.operation",
                    ),
                ),
                (
                    "link",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="milestones",
                        to="referrals.link",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_over", False)),
                        fields=("link", "friends"),
                        name="referral_milestone_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Referral",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("invited", "invited"),
                            ("clicked", "looked"),
                            ("joined", "joined"),
                            ("pending", "bought, waits"),
                            ("flagged", "to be looked at"),
                            ("approved", "approved"),
                            ("void", "does not count"),
                            ("taken back", "taken back"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "came_by",
                    models.CharField(
                        blank=True,
                        choices=[("code", "a code"), ("link", "a link"), ("invitation", "an invitation")],
                        max_length=10,
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("self", "both are the same person"),
                            ("circle", "they brought each other along"),
                            ("twice", "this person was brought along before"),
                            ("not new", "they were a customer before"),
                            ("too late", "they bought nothing in time"),
                            ("refunded", "the purchase was refunded"),
                            ("cancelled", "the purchase was cancelled"),
                            ("signs", "too much speaks against it"),
                            ("left", "the member has left"),
                            ("person", "somebody of the team decided so"),
                        ],
                        max_length=9,
                    ),
                ),
                ("promised", models.JSONField(default=dict)),
                ("address_hash", models.CharField(blank=True, max_length=20)),
                ("browser", models.CharField(blank=True, max_length=20)),
                ("place", models.CharField(blank=True, max_length=20)),
                ("device", models.CharField(blank=True, max_length=20)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("joined_at", models.DateTimeField(null=True)),
                ("bought_at", models.DateTimeField(null=True)),
                ("approve_at", models.DateTimeField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("signs", models.JSONField(default=list)),
                ("score", models.PositiveIntegerField(default=0)),
                ("is_cleared", models.BooleanField(default=False)),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "friend",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="referrals",
                        to="loyalty.account",
                    ),
                ),
                (
                    "friend_gain",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="loyalty.operation",
                    ),
                ),
                (
                    "giver_gain",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="loyalty.operation",
                    ),
                ),
                (
                    "link",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="referrals",
                        to="referrals.link",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="referrals",
                        to="commerce.order",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["link", "-id"], name="referral_of_link"),
                    models.Index(fields=["state", "approve_at"], name="referral_due"),
                    models.Index(
                        condition=models.Q(("browser", ""), _negated=True), fields=["browser"], name="referral_browser"
                    ),
                    models.Index(
                        condition=models.Q(("place", ""), _negated=True),
                        fields=["place", "joined_at"],
                        name="referral_place",
                    ),
                    models.Index(
                        condition=models.Q(("address_hash", ""), _negated=True),
                        fields=["address_hash"],
                        name="referral_invited",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("friend__isnull", False)), fields=("friend",), name="referral_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("friend__isnull", False), ("state__in", ["invited", "clicked"]), _connector="OR"
                        ),
                        name="referral_knows_its_friend",
                    ),
                ],
            },
        ),
    ]
