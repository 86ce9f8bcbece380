import django.utils.timezone
from django.db import migrations, models

from regulars.lib.at_once import AtOnce


class Migration(AtOnce):
    dependencies = [
        ("live", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Allowance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=32)),
                ("asker", models.CharField(max_length=64)),
                ("rest", models.FloatField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "indexes": [models.Index(fields=["at"], name="allowance_old")],
                "constraints": [models.UniqueConstraint(fields=("name", "asker"), name="allowance_once")],
            },
        ),
        # What a crash may empty costs no writing twice.
        migrations.RunSQL("ALTER TABLE live_allowance SET UNLOGGED", "ALTER TABLE live_allowance SET LOGGED"),
    ]
