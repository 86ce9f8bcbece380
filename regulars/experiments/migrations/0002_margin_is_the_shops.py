from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("experiments", "0001_initial"),
    ]

    operations = [
        migrations.RemoveField(model_name="costs", name="margin"),
    ]
