from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("automation", "0003_hours"),
    ]

    operations = [
        migrations.AddField(
            model_name="rulebook",
            name="kept_days",
            field=models.PositiveSmallIntegerField(db_default=90, default=90),
        ),
    ]
