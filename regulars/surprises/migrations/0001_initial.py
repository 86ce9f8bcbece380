import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from regulars.lib.at_once import AtOnce


class Migration(AtOnce):
    initial = True

    dependencies = [
        ("customers", "0003_changes"),
        ("loyalty", "0003_grants"),
        ("rewards", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Achievement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("text", models.CharField(blank=True, max_length=200, verbose_name="what the member reads")),
                ("event", models.CharField(max_length=64, verbose_name="what counts")),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("times", "so many times"),
                            ("day", "so many days in a row"),
                            ("week", "so many weeks in a row"),
                            ("month", "so many months in a row"),
                        ],
                        default="times",
                        max_length=5,
                        verbose_name="how",
                    ),
                ),
                (
                    "many",
                    models.PositiveSmallIntegerField(
                        default=5,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(1000),
                        ],
                        verbose_name="how many",
                    ),
                ),
                (
                    "again",
                    models.CharField(
                        choices=[
                            ("never", "once and for all"),
                            ("when over", "anew when its time is over"),
                            ("when reached", "anew as soon as it is reached"),
                        ],
                        default="never",
                        max_length=12,
                        verbose_name="again",
                    ),
                ),
                (
                    "lasts",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "no end"),
                            ("week", "until the end of the week"),
                            ("month", "until the end of the month"),
                            ("quarter", "until the end of the quarter"),
                            ("year", "until the end of the year"),
                        ],
                        default="",
                        max_length=7,
                        verbose_name="there is time",
                    ),
                ),
                (
                    "points",
                    models.PositiveIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(1000000000)],
                        verbose_name="points for it",
                    ),
                ),
                ("is_on", models.BooleanField(default=True, verbose_name="members see it")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="achievements",
                        to="loyalty.programme",
                        verbose_name="programme",
                    ),
                ),
                (
                    "reward",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="rewards.reward",
                        verbose_name="a reward for it",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("many", models.PositiveSmallIntegerField(default=0)),
                ("began_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField(null=True)),
                ("reached_at", models.DateTimeField(null=True)),
                ("times", models.PositiveSmallIntegerField(default=0)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="loyalty.account"
                    ),
                ),
                (
                    "achievement",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rounds",
                        to="surprises.achievement",
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
                    "gain",
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
            name="Step",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("about", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="surprises.round"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Surprise",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "reason",
                    models.CharField(
                        help_text="Such as: For the trouble you had with us.",
                        max_length=160,
                        verbose_name="what the member reads",
                    ),
                ),
                ("is_open", models.BooleanField(default=False, verbose_name="it is drawn")),
                (
                    "budget",
                    models.PositiveIntegerField(
                        default=10000,
                        help_text="Rewards count as what they cost in points.",
                        validators=[django.core.validators.MaxValueValidator(1000000000)],
                        verbose_name="points at most",
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
                    "member_days",
                    models.PositiveSmallIntegerField(
                        default=30,
                        validators=[django.core.validators.MaxValueValidator(3650)],
                        verbose_name="days between two draws for one member",
                    ),
                ),
                (
                    "agent_most",
                    models.PositiveSmallIntegerField(
                        default=5,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="draws of one agent in a day",
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="surprises",
                        to="loyalty.programme",
                        verbose_name="programme",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Prize",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80)),
                ("chance", models.PositiveSmallIntegerField()),
                ("points", models.PositiveIntegerField(default=0)),
                ("stock", models.PositiveIntegerField(null=True)),
                ("is_gone", models.BooleanField(default=False)),
                (
                    "reward",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="rewards.reward"
                    ),
                ),
                (
                    "surprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="prizes", to="surprises.surprise"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Draw",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=128, null=True)),
                (
                    "why_not",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("closed", "it is not drawn now"),
                            ("no member", "no member, or not active"),
                            ("objects", "they object to being profiled"),
                            ("held", "in the control group"),
                            ("too soon", "they had a draw a short while ago"),
                            ("agent", "the agent has drawn enough today"),
                        ],
                        max_length=9,
                    ),
                ),
                ("seed", models.CharField(blank=True, max_length=32)),
                ("chances", models.JSONField(default=list)),
                ("ticket", models.PositiveSmallIntegerField(null=True)),
                ("worth", models.PositiveIntegerField(default=0)),
                ("by", models.CharField(max_length=200)),
                ("because", models.BigIntegerField(null=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
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
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="customers.customer"
                    ),
                ),
                (
                    "gain",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="loyalty.operation",
                    ),
                ),
                (
                    "prize",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draws",
                        to="surprises.prize",
                    ),
                ),
                (
                    "surprise",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draws",
                        to="surprises.surprise",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.UniqueConstraint(fields=("achievement", "account", "number"), name="round_once"),
        ),
        migrations.AddIndex(
            model_name="step",
            index=models.Index(fields=["about"], name="step_about"),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.UniqueConstraint(fields=("round", "about"), name="step_once"),
        ),
        migrations.AddConstraint(
            model_name="prize",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("points__gt", 0), ("reward", None)),
                    models.Q(("points", 0), ("reward__isnull", False)),
                    _connector="OR",
                ),
                name="prize_is_one_thing",
            ),
        ),
        migrations.AddIndex(
            model_name="draw",
            index=models.Index(fields=["surprise", "-at"], name="draw_in_time"),
        ),
        migrations.AddConstraint(
            model_name="draw",
            constraint=models.UniqueConstraint(
                condition=models.Q(("key__isnull", False)), fields=("surprise", "key"), name="draw_once"
            ),
        ),
    ]
