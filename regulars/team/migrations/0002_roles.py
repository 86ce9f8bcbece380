"""The roles of every house, and how often somebody has tried to sign in, as all processes see it."""

from django.db import migrations

KEYS = ("owner", "admin", "lead", "agent", "light agent", "programme manager", "viewer")

# As Django's database cache wants it. Not logged: after a crash everybody may try anew.
LIMITS = """
    CREATE UNLOGGED TABLE team_limit (cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL);
    CREATE INDEX team_limit_expires ON team_limit (expires);
"""


class Migration(migrations.Migration):
    replaces = [
        ("team", "0002_undo_seconds"),
        ("team", "0003_calendars"),
        ("team", "0004_presence"),
        ("team", "0005_roles"),
        ("team", "0006_sessions"),
        ("team", "0007_ways_in"),
        ("team", "0008_after_reply"),
        ("team", "0009_agent_language"),
        ("team", "0010_kept_by"),
        ("team", "0011_limits"),
    ]
    dependencies = [("team", "0001_initial")]
    operations = [
        migrations.RunPython(
            lambda apps, _schema: apps.get_model("team", "Role").objects.bulk_create(
                apps.get_model("team", "Role")(key=key) for key in KEYS
            ),
            migrations.RunPython.noop,
        ),
        migrations.RunSQL(LIMITS, "DROP TABLE team_limit"),
    ]
