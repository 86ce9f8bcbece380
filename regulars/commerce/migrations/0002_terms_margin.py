import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("commerce", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="terms",
            name="margin",
            field=models.PositiveSmallIntegerField(
                default=40,
                help_text="What is left of what customers pay, once the goods are paid for: for what customers and effects are worth.",
                validators=[django.core.validators.MaxValueValidator(100)],
                verbose_name="Margin, per cent",
            ),
        ),
    ]
