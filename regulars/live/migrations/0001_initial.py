import django.utils.timezone
from django.db import migrations, models

from regulars.lib.at_once import AtOnce


class Migration(AtOnce):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                ("name", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("facts", models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name="Alarm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=32)),
                ("subject", models.CharField(blank=True, max_length=320)),
                ("facts", models.JSONField(default=dict)),
                ("opened_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("raised_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("closed_at", models.DateTimeField(null=True)),
                ("told_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at", None)), fields=("kind", "subject"), name="alarm_open_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Onlooker",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("topic", models.CharField(max_length=64)),
                ("owner", models.BigIntegerField()),
                ("page", models.CharField(max_length=32)),
                ("doing", models.CharField(max_length=8)),
                ("writes_since", models.DateTimeField(null=True)),
                ("seen_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("topic", "owner", "page"), name="onlooker_once")],
            },
        ),
        # It changes all day and is worth nothing after a crash: no write-ahead log for it.
        migrations.RunSQL("ALTER TABLE live_onlooker SET UNLOGGED", "ALTER TABLE live_onlooker SET LOGGED"),
    ]
