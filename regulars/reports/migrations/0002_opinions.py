"""Whoever is asked, answers or changes their mind about a conversation has it read anew, as a chat's rating does."""

from django.db import migrations

FOLLOW = """
    CREATE FUNCTION reports_asked() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE about bigint := coalesce(NEW.conversation_id, OLD.conversation_id);
    BEGIN
        IF about IS NOT NULL THEN
            INSERT INTO reports_changed (conversation) VALUES (about);
            PERFORM pg_notify('readings', '');
        END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER reports_asked AFTER INSERT OR DELETE OR UPDATE OF state ON surveys_invitation
        FOR EACH ROW EXECUTE FUNCTION reports_asked();
    CREATE TRIGGER reports_answered AFTER INSERT OR DELETE OR UPDATE OF score, is_left_out, conversation_id, agent_id ON surveys_opinion
        FOR EACH ROW EXECUTE FUNCTION reports_asked();
"""
BACK = """
    DROP TRIGGER reports_answered ON surveys_opinion;
    DROP TRIGGER reports_asked ON surveys_invitation;
    DROP FUNCTION reports_asked();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0001_initial"),
        ("surveys", "0001_initial"),
        ("conversations", "0004_attention"),
    ]

    operations = [migrations.RunSQL(FOLLOW, BACK)]
