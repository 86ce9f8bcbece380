"""That an order goes from one customer to another is noticed of both."""

from django.db import migrations

NOTICE = """
    CREATE FUNCTION order_change_noticed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM customers_have_changed(ARRAY(SELECT customer_id FROM these UNION SELECT customer_id FROM those));
        RETURN NULL;
    END $$;
    DROP TRIGGER order_noticed_update ON commerce_order;
    CREATE TRIGGER order_noticed_update AFTER UPDATE ON commerce_order
        REFERENCING OLD TABLE AS those NEW TABLE AS these
        FOR EACH STATEMENT EXECUTE FUNCTION order_change_noticed();
"""
UNDO = """
    DROP FUNCTION order_change_noticed() CASCADE;
    CREATE TRIGGER order_noticed_update AFTER UPDATE ON commerce_order REFERENCING NEW TABLE AS these
        FOR EACH STATEMENT EXECUTE FUNCTION order_noticed();
"""


class Migration(migrations.Migration):
    dependencies = [("commerce", "0003_noticed")]

    operations = [migrations.RunSQL(NOTICE, UNDO)]
