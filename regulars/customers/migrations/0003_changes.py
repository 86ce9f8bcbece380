"""The database notices by itself that something we know of a customer has changed, whoever changes it, one or a million at once."""

import django.db.models.functions.datetime
from django.db import migrations, models

DOOR = """
    CREATE FUNCTION customers_have_changed(customers bigint[]) RETURNS void LANGUAGE sql AS $$
        INSERT INTO customers_change (customer_id) SELECT DISTINCT customer FROM unnest(customers) AS customer
        WHERE customer IS NOT NULL AND EXISTS (SELECT FROM customers_listening WHERE name = 'changes')
    $$;
"""
NOTICE = """
    CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (SELECT FROM customers_listening WHERE name = 'changes') THEN
            INSERT INTO customers_change (customer_id) {whom};
        END IF;
        RETURN NULL;
    END $$;
"""
TRIGGER = """
    CREATE TRIGGER {function}_{verb} AFTER {verb} ON {table} REFERENCING {old_or_new} TABLE AS these
    FOR EACH STATEMENT EXECUTE FUNCTION {function}();
"""
# That somebody has come into a segment follows from what has changed, and is no change itself.
OF_EVENTS = "SELECT DISTINCT customer_id FROM these WHERE kind NOT LIKE 'segment.%'"
OF_ROWS = "SELECT DISTINCT customer_id FROM these"
OF_CUSTOMERS = "SELECT id FROM these"
OF_COMPANIES = "SELECT customer.id FROM customers_customer AS customer JOIN these ON these.id = customer.company_id"
NOTICED = {
    "event_noticed": (OF_EVENTS, "customers_timelineevent", ("INSERT",)),
    "identity_noticed": (OF_ROWS, "customers_identity", ("INSERT", "UPDATE", "DELETE")),
    "consent_noticed": (OF_ROWS, "customers_consent", ("INSERT", "DELETE")),
    "customer_noticed": (OF_CUSTOMERS, "customers_customer", ("INSERT", "UPDATE")),
    "company_noticed": (OF_COMPANIES, "customers_company", ("UPDATE",)),
}


def _made() -> str:
    made = [DOOR]
    for name, (whom, table, verbs) in NOTICED.items():
        made.append(NOTICE.format(name=name, whom=whom))
        for verb in verbs:
            old_or_new = "OLD" if verb == "DELETE" else "NEW"
            made.append(TRIGGER.format(function=name, verb=verb, table=table, old_or_new=old_or_new))
    return "".join(made)


def _undone() -> str:
    return (
        "".join(f"DROP FUNCTION {name}() CASCADE;" for name in NOTICED)
        + "DROP FUNCTION customers_have_changed(bigint[]);"
    )


class Migration(migrations.Migration):
    dependencies = [("customers", "0002_functions")]

    operations = [
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("customer_id", models.BigIntegerField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.RunSQL(_made(), _undone()),
    ]
