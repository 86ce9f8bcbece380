"""What was refunded of the points that count for tiers is kept beside them: until now, it was the share of all points that went back."""

from django.db import migrations, models

FILL = """
    UPDATE loyalty_lot SET qualifies_back = qualifies - CASE
        WHEN issued > 0 THEN div(qualifies::numeric * (issued - charged), issued)
        ELSE div(qualifies::numeric * (spend - spend_back), spend) END
    WHERE qualifies > 0 AND (charged > 0 OR (issued = 0 AND spend_back > 0))
"""


class Migration(migrations.Migration):
    dependencies = [("loyalty", "0006_entry_reversed")]
    operations = [
        migrations.AddField(model_name="lot", name="qualifies_back", field=models.BigIntegerField(default=0)),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
