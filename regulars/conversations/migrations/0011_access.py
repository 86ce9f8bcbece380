import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

# Whatever changes who works where, and whoever changes it: `works_in` follows in the same transaction. One change after the
# other, so that two that do not see each other cannot leave it behind both. Open pages of those whom it concerns begin anew.
KEEP_REACH = """
CREATE FUNCTION keep_reach() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE changed bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('reach'));
    FOR changed IN
        UPDATE team_agent AS agent SET works_in = theirs.inboxes
        FROM (
            SELECT each.id, CASE WHEN each.role_id <> 'owner' AND count(access.id) > 0
                THEN coalesce(array_agg(DISTINCT inbox.id) FILTER (WHERE inbox.id IS NOT NULL), '{}') END AS inboxes
            FROM team_agent AS each
            LEFT JOIN conversations_access AS access ON access.agent_id = each.id OR access.role_id = each.role_id
                OR access.team_id IN (SELECT team_id FROM team_team_members AS member WHERE member.agent_id = each.id)
            LEFT JOIN conversations_inbox AS inbox ON inbox.id = access.inbox_id OR inbox.brand_id = access.brand_id
            GROUP BY each.id, each.role_id
        ) AS theirs
        WHERE theirs.id = agent.id AND agent.works_in IS DISTINCT FROM theirs.inboxes
        RETURNING agent.id
    LOOP
        PERFORM pg_notify('live', json_build_object('ended', changed)::text);
    END LOOP;
    RETURN NULL;
END $$
"""
WHEN = {
    "conversations_access": "INSERT OR UPDATE OR DELETE",
    "team_team_members": "INSERT OR UPDATE OR DELETE",
    "conversations_inbox": "INSERT OR DELETE OR UPDATE OF brand_id",
    "team_agent": "INSERT OR UPDATE OF role_id",
}


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0010_pending"),
        ("team", "0006_sessions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Access",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "agent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "brand",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="team.brand"
                    ),
                ),
                (
                    "inbox",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="conversations.inbox",
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="team.role"
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="team.team"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(
                            Q(agent__isnull=False, role__isnull=True, team__isnull=True),
                            Q(agent__isnull=True, role__isnull=False, team__isnull=True),
                            Q(agent__isnull=True, role__isnull=True, team__isnull=False),
                            _connector="OR",
                        ),
                        name="access_of_one",
                    ),
                    models.CheckConstraint(
                        condition=Q(
                            Q(brand__isnull=True, inbox__isnull=False),
                            Q(brand__isnull=False, inbox__isnull=True),
                            _connector="OR",
                        ),
                        name="access_to_one",
                    ),
                    models.UniqueConstraint(
                        fields=["agent", "role", "team", "inbox", "brand"], name="access_once", nulls_distinct=False
                    ),
                ]
            },
        ),
        migrations.RunSQL(KEEP_REACH, "DROP FUNCTION keep_reach() CASCADE"),
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER keep_reach AFTER {when} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION keep_reach()",
                f"DROP TRIGGER IF EXISTS keep_reach ON {table}",
            )
            for table, when in WHEN.items()
        ),
    ]
