"""The database notices what changes of orders, also what no timeline tells of: who is in which segment may follow from it."""

from django.db import migrations

NOTICE = """
    CREATE FUNCTION order_noticed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM customers_have_changed(ARRAY(SELECT customer_id FROM these));
        RETURN NULL;
    END $$;
    CREATE TRIGGER order_noticed_insert AFTER INSERT ON commerce_order REFERENCING NEW TABLE AS these
        FOR EACH STATEMENT EXECUTE FUNCTION order_noticed();
    CREATE TRIGGER order_noticed_update AFTER UPDATE ON commerce_order REFERENCING NEW TABLE AS these
        FOR EACH STATEMENT EXECUTE FUNCTION order_noticed();
    CREATE TRIGGER order_noticed_delete AFTER DELETE ON commerce_order REFERENCING OLD TABLE AS these
        FOR EACH STATEMENT EXECUTE FUNCTION order_noticed();
"""
UNDO = "DROP FUNCTION order_noticed() CASCADE;"


class Migration(migrations.Migration):
    dependencies = [
        ("commerce", "0002_terms_margin"),
        ("customers", "0003_changes"),
    ]

    operations = [migrations.RunSQL(NOTICE, UNDO)]
