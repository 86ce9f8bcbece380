import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import regulars.lib.sealed
from regulars.lib.at_once import AtOnce


class Migration(AtOnce):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Agent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("email", models.EmailField(max_length=254, unique=True, verbose_name="e-mail")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("is_active", models.BooleanField(default=True)),
                ("signature", models.TextField(blank=True, verbose_name="signature")),
                (
                    "theme",
                    models.CharField(
                        choices=[("system", "Like my device"), ("light", "Light"), ("dark", "Dark")],
                        default="system",
                        max_length=8,
                        verbose_name="appearance",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        choices=[("", "Like my browser"), ("en", "English"), ("de", "Deutsch")],
                        default="",
                        max_length=8,
                        verbose_name="language of the desk",
                    ),
                ),
                ("time_zone", models.CharField(blank=True, max_length=64, verbose_name="time zone")),
                (
                    "undo_seconds",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "Send at once"), (5, "5 seconds"), (10, "10 seconds"), (30, "30 seconds")],
                        default=5,
                        verbose_name="time to take an answer back",
                    ),
                ),
                (
                    "after_reply",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "It stays as it is"),
                            ("pending", "It is put away until the next reply"),
                            ("resolved", "It is resolved"),
                        ],
                        default="",
                        max_length=16,
                        verbose_name="after my answer",
                    ),
                ),
                ("has_letter_keys", models.BooleanField(default=True, verbose_name="single-letter keys")),
                ("capacity", models.PositiveSmallIntegerField(default=20, verbose_name="room")),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=16), blank=True, default=list, size=None
                    ),
                ),
                (
                    "works_in",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), blank=True, editable=False, null=True, size=None
                    ),
                ),
                ("invited_at", models.DateTimeField(blank=True, null=True)),
                ("joined_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Brand",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="name")),
                ("website", models.URLField(blank=True, verbose_name="website")),
            ],
        ),
        migrations.CreateModel(
            name="HoursChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name="Skill",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=64, unique=True, verbose_name="name")),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                (
                    "agent",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="presence",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("online", "Online"), ("away", "Away"), ("offline", "Offline")],
                        default="online",
                        max_length=8,
                    ),
                ),
                ("is_chosen", models.BooleanField(default=False)),
                ("since", models.DateTimeField(default=django.utils.timezone.now)),
                ("left_at", models.DateTimeField(null=True)),
                ("seen_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("given_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                ("action", models.CharField(max_length=64)),
                ("object", models.CharField(blank=True, max_length=120)),
                ("before", models.JSONField(default=dict)),
                ("after", models.JSONField(default=dict)),
                (
                    "agent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Calendar",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="name")),
                ("hours", models.JSONField(default=dict)),
                ("time_zone", models.CharField(default="UTC", max_length=64, verbose_name="time zone")),
                ("holidays", models.JSONField(default=list)),
                ("is_default", models.BooleanField(default=False, verbose_name="the house's")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_default", True)), fields=("is_default",), name="one_default_calendar"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Role",
            fields=[
                ("key", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("own_name", models.CharField(blank=True, max_length=60, verbose_name="name")),
                (
                    "permissions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=32), blank=True, default=list, size=None
                    ),
                ),
                ("needs_two_factors", models.BooleanField(default=False, verbose_name="two factors")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("own_name"),
                        condition=models.Q(("own_name", ""), _negated=True),
                        name="role_name_once",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="agent",
            name="role",
            field=models.ForeignKey(
                default="agent",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="agents",
                to="team.role",
                verbose_name="role",
            ),
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "session_key",
                    models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name="session key"),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                ("device", models.CharField(blank=True, max_length=300)),
                ("address", models.CharField(blank=True, max_length=45)),
                ("began_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("seen_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "agent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "session",
                "verbose_name_plural": "sessions",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Team",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="name")),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "L1"), (2, "L2"), (3, "L3")], default=1, verbose_name="level of support"
                    ),
                ),
                (
                    "gives_out",
                    models.CharField(
                        choices=[
                            ("by hand", "By hand: whoever wants it takes it"),
                            ("round robin", "In turn"),
                            ("least busy", "To whoever is least busy"),
                        ],
                        default="by hand",
                        max_length=16,
                        verbose_name="conversations are given out",
                    ),
                ),
                (
                    "gives_back_after",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="taken back from whoever is gone for"
                    ),
                ),
                ("overflow_after", models.PositiveSmallIntegerField(default=30, verbose_name="after waiting")),
                (
                    "calendar",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="teams",
                        to="team.calendar",
                    ),
                ),
                ("members", models.ManyToManyField(blank=True, related_name="teams", to=settings.AUTH_USER_MODEL)),
                (
                    "overflow_team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="team.team",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="WayIn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("openid_connect", "OpenID Connect"), ("saml", "SAML 2.0")], max_length=16
                    ),
                ),
                ("key", models.SlugField(max_length=40, unique=True)),
                (
                    "name",
                    models.CharField(help_text="On the button: “Sign in with …”.", max_length=40, verbose_name="name"),
                ),
                (
                    "address",
                    models.URLField(
                        help_text="OpenID Connect: the issuer. SAML: where its metadata is.",
                        max_length=500,
                        verbose_name="address",
                    ),
                ),
                ("client_id", models.CharField(blank=True, max_length=190, verbose_name="client id")),
                ("secret", regulars.lib.sealed.SealedField(blank=True, verbose_name="client secret")),
                ("entity_id", models.CharField(blank=True, max_length=500, verbose_name="entity id")),
                (
                    "trusts_addresses",
                    models.BooleanField(
                        default=False,
                        help_text="For a directory that does not say whether it has checked them.",
                        verbose_name="the addresses it names are theirs",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="offered at the sign-in")),
                (
                    "kept_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "newcomers",
                    models.ForeignKey(
                        blank=True,
                        help_text="Whoever signs in there and is not known here. Nobody: they must be invited first.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="team.role",
                        verbose_name="newcomers become",
                    ),
                ),
            ],
            options={
                "ordering": ["name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Ability",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("level", models.PositiveSmallIntegerField(default=3, verbose_name="level")),
                (
                    "agent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="abilities",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "skill",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="abilities", to="team.skill"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("agent", "skill"), name="ability_once"),
                    models.CheckConstraint(condition=models.Q(("level__range", (1, 5))), name="ability_level"),
                ],
            },
        ),
    ]
