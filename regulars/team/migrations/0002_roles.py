"""The roles of every house, and how often somebody has tried to sign in, as all processes see it."""

from django.db import migrations

KEYS = ("owner", "admin", "lead", "agent", "light agent", "programme manager", "viewer")

# As Django's database cache wants it. Not logged: after a crash everybody may try anew.
LIMITS = """
    CREATE UNLOGGED TABLE team_limit (cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL);
    CREATE INDEX team_limit_expires ON team_limit (expires);
"""


class Migration(migrations.Migration):
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
