import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("live", "0002_alarm")]

    operations = [
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
        ),
        migrations.AddConstraint(
            model_name="onlooker",
            constraint=models.UniqueConstraint(fields=("topic", "owner", "page"), name="onlooker_once"),
        ),
        # It changes all day and is worth nothing after a crash: no write-ahead log for it.
        migrations.RunSQL(
            "ALTER TABLE live_onlooker SET UNLOGGED",
            "ALTER TABLE live_onlooker SET LOGGED",
        ),
    ]
