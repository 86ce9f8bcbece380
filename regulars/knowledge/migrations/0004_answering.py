from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0003_guide_translations")]

    operations = [
        migrations.AddField(
            model_name="helpcentre",
            name="is_answering",
            field=models.BooleanField(default=False),
        ),
    ]
