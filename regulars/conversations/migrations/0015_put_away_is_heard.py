from django.db import migrations

# What follows from a merge follows from being put away and taken up, too: promises, waits and queues that are on already hear of it.
HEAR = """
    UPDATE customers_listening SET kinds = kinds || ARRAY[
        'conversation.snoozed', 'conversation.woken', 'conversation.split', 'conversation.unsplit']::varchar[]
    WHERE 'conversation.merged' = ANY (kinds) AND NOT 'conversation.woken' = ANY (kinds) AND name NOT LIKE '%consider'
"""


class Migration(migrations.Migration):
    dependencies = [("conversations", "0014_snippets"), ("customers", "0004_listening")]

    operations = [migrations.RunSQL(HEAR, migrations.RunSQL.noop)]
