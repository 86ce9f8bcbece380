import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("predictions", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="assumptions",
            name="contract_left",
            field=models.CharField(
                blank=True,
                default="",
                help_text="A fact of customers, such as “churned”. Who leaves is then learnt from all other facts of them.",
                max_length=64,
                verbose_name="A contract has ended where this says yes",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="assumptions",
            name="aside",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=64),
                blank=True,
                default=list,
                help_text="One in each line: what is only known of who has left, and what you do not want to judge by.",
                size=None,
                verbose_name="Facts that are not looked at",
            ),
        ),
    ]
