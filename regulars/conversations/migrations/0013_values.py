from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0012_views"),
        ("customers", "0005_one_person"),
    ]

    operations = [
        migrations.AddField(
            model_name="conversation",
            name="values",
            field=models.JSONField(blank=True, db_default={}, default=dict),
        ),
        migrations.AddIndex(
            model_name="participant",
            index=models.Index(fields=["customer"], name="participant_as_customer"),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("customer__isnull", False)), fields=["customer"], name="message_of_customer"
            ),
        ),
    ]
