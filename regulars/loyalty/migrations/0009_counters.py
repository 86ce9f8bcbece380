"""Tiers may take more than points, spend and orders: what else a credit counts stands with it; and parts of a point may be carried on."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("loyalty", "0008_by_reference")]
    operations = [
        migrations.AddField(model_name="lot", name="counts", field=models.JSONField(null=True)),
        migrations.AddField(model_name="account", name="carried", field=models.BigIntegerField(null=True)),
    ]
