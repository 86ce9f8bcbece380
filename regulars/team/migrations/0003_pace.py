from django.db import migrations

# Not logged: after a crash everybody may try anew.
PACE = """
    CREATE UNLOGGED TABLE team_pace (asker varchar(64) PRIMARY KEY, until timestamptz NOT NULL);
    CREATE INDEX team_pace_until ON team_pace (until);
"""


class Migration(migrations.Migration):
    """How often somebody has asked, as all processes see it."""

    dependencies = [("team", "0002_roles")]
    operations = [migrations.RunSQL(PACE, "DROP TABLE team_pace")]
