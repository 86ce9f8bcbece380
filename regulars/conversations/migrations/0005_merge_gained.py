from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("conversations", "0004_attention")]

    operations = [
        migrations.AddField(model_name="merge", name="gained", field=models.JSONField(db_default={}, default=dict)),
    ]
