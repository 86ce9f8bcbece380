"""Letters are acknowledged on request: where an inbox wants it already, that has been asked for."""

from django.db import migrations

LISTEN = """
    INSERT INTO customers_listening (name, kinds)
    SELECT 'regulars.channels.email.actions.acknowledge_letter.acknowledge_letter', ARRAY['conversation.opened']
    WHERE EXISTS (SELECT FROM email_acknowledgement WHERE is_on OR peak_above IS NOT NULL)
    ON CONFLICT (name) DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [("email", "0001_initial"), ("customers", "0001_initial")]
    operations = [migrations.RunSQL(LISTEN, migrations.RunSQL.noop)]
