"""What the database keeps by itself, whoever changes a row: how words are found, who reaches what, which views to count.

The last is decision 0005.
"""

from django.db import migrations

# Words as they are, without accents: customers write in any language, and an agent searches for what they wrote.
WORDS = """
    CREATE TEXT SEARCH CONFIGURATION regulars (COPY = simple);
    ALTER TEXT SEARCH CONFIGURATION regulars
        ALTER MAPPING FOR hword, hword_part, word, numword, numhword WITH unaccent, simple;
"""

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

NOTED = (
    ("conversations_conversation", "conversation", "id", ("INSERT", "UPDATE", "DELETE")),
    ("customers_customer", "customer", "id", ("UPDATE",)),
    ("customers_identity", "customer", "customer_id", ("INSERT", "UPDATE", "DELETE")),
    ("customers_consent", "customer", "customer_id", ("INSERT", "UPDATE", "DELETE")),
    ("customers_company", "company", "id", ("UPDATE",)),
    ("customers_companydomain", "company", "company_id", ("INSERT", "UPDATE", "DELETE")),
    ("team_team", "team", "id", ("UPDATE",)),
)
NOTE = """
    CREATE FUNCTION note_{table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO conversations_changed (kind, number) SELECT DISTINCT '{kind}', {column} FROM touched;
        IF FOUND THEN PERFORM pg_notify('counting', ''); END IF;
        RETURN NULL;
    END $$
"""
TRIGGER = """
    CREATE TRIGGER note_{when} AFTER {when} ON {table} REFERENCING {which} TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION note_{table}()
"""
# Clocks change with each message, and their conversation with them: only that one breaks, or a broken one ends, is news.
NOTE_CLOCK = """
    CREATE FUNCTION note_clock() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO conversations_changed (kind, number) VALUES ('conversation', coalesce(NEW.conversation_id, OLD.conversation_id));
        PERFORM pg_notify('counting', '');
        RETURN NULL;
    END $$;
    CREATE TRIGGER note_insert AFTER INSERT ON conversations_clock FOR EACH ROW
        WHEN (NEW.broken_at IS NOT NULL) EXECUTE FUNCTION note_clock();
    CREATE TRIGGER note_delete AFTER DELETE ON conversations_clock FOR EACH ROW
        WHEN (OLD.broken_at IS NOT NULL) EXECUTE FUNCTION note_clock();
    CREATE TRIGGER note_update AFTER UPDATE ON conversations_clock FOR EACH ROW
        WHEN ((OLD.broken_at, OLD.ended_at, OLD.conversation_id) IS DISTINCT FROM (NEW.broken_at, NEW.ended_at, NEW.conversation_id))
        EXECUTE FUNCTION note_clock();
"""


def noting(table: str, kind: str, column: str, events: tuple[str, ...]) -> migrations.RunSQL:
    note = NOTE.format(table=table, kind=kind, column=column)
    triggers = [TRIGGER.format(table=table, when=when, which="OLD" if when == "DELETE" else "NEW") for when in events]
    return migrations.RunSQL([note, *triggers], f"DROP FUNCTION note_{table}() CASCADE")


class Migration(migrations.Migration):
    dependencies = [("conversations", "0001_initial")]

    operations = [
        migrations.RunSQL(WORDS, "DROP TEXT SEARCH CONFIGURATION regulars"),
        migrations.RunSQL(KEEP_REACH, "DROP FUNCTION keep_reach() CASCADE"),
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER keep_reach AFTER {when} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION keep_reach()",
                f"DROP TRIGGER IF EXISTS keep_reach ON {table}",
            )
            for table, when in WHEN.items()
        ),
        *(noting(*each) for each in NOTED),
        migrations.RunSQL(NOTE_CLOCK, "DROP FUNCTION note_clock() CASCADE"),
    ]
