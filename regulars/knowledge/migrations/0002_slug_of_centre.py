from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="helpcentre",
            name="slug",
            field=models.CharField(default="", editable=False, max_length=60, unique=True),
            preserve_default=False,
        ),
    ]
