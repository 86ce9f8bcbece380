"""Totals by priority, tag and the customer's language. The worker reads everything anew, for readings do not have these."""

import django.contrib.postgres.fields
from django.db import migrations, models

# Whose language is learned or changed: their conversations are noted, as others are that change.
FOLLOW = """
    CREATE FUNCTION reports_language() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO reports_changed (conversation) SELECT id FROM conversations_conversation WHERE customer_id = NEW.id;
        IF FOUND THEN PERFORM pg_notify('readings', ''); END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER reports_language AFTER UPDATE OF language ON customers_customer FOR EACH ROW
        WHEN (OLD.language IS DISTINCT FROM NEW.language) EXECUTE FUNCTION reports_language();
"""
ANEW = "TRUNCATE reports_reading, reports_total, reports_week, reports_progress"
TAGS = django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=64), null=True, size=None)


class Migration(migrations.Migration):
    dependencies = [("reports", "0004_came_again"), ("customers", "0001_initial")]

    operations = [
        migrations.RunSQL(ANEW, ANEW),
        migrations.AddField("reading", "priority", models.SmallIntegerField()),
        migrations.AddField("reading", "language", models.CharField(max_length=32, null=True)),
        migrations.AddField("reading", "tags", TAGS),
        migrations.AlterField("total", "member", models.CharField(blank=True, max_length=64)),
        migrations.AlterField("week", "member", models.CharField(blank=True, max_length=64)),
        migrations.RunSQL(FOLLOW, "DROP FUNCTION reports_language() CASCADE"),
    ]
