"""What was earned by a receipt is found however its number is typed."""

import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("loyalty", "0007_qualifies_back"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="operation",
            name="operation_reference",
        ),
        migrations.AddIndex(
            model_name="operation",
            index=models.Index(
                django.db.models.functions.text.Upper("reference"),
                condition=models.Q(("reference", ""), _negated=True),
                name="operation_by_reference",
            ),
        ),
    ]
