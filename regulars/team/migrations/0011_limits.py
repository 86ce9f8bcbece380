from django.db import migrations

# As Django's database cache wants it. Not logged: after a crash everybody may try anew.
_TABLE = """
    CREATE UNLOGGED TABLE team_limit (cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL);
    CREATE INDEX team_limit_expires ON team_limit (expires);
"""


class Migration(migrations.Migration):
    """How often somebody has tried to sign in, as all processes see it."""

    dependencies = [("team", "0010_kept_by")]
    operations = [migrations.RunSQL(_TABLE, "DROP TABLE team_limit")]
