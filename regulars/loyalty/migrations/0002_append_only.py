"""What is written in the ledger stays: the database itself refuses to change an entry, or what an operation says of points and times."""

from django.db import migrations

REFUSE = """
    CREATE FUNCTION ledger_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'The ledger is only added to: % of % is refused.', TG_OP, TG_TABLE_NAME;
    END $$;
    CREATE TRIGGER entry_stays BEFORE UPDATE OR DELETE ON loyalty_entry FOR EACH ROW EXECUTE FUNCTION ledger_stays();
    CREATE TRIGGER operation_stays BEFORE DELETE OR UPDATE OF
        programme_id, account_id, kind, amount, change, balance, spend, of_id, key, digest, at, happened_at, recorded_at
        ON loyalty_operation FOR EACH ROW EXECUTE FUNCTION ledger_stays();
"""
UNDO = """
    DROP TRIGGER entry_stays ON loyalty_entry;
    DROP TRIGGER operation_stays ON loyalty_operation;
    DROP FUNCTION ledger_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("loyalty", "0001_initial")]
    operations = [migrations.RunSQL(REFUSE, UNDO)]
