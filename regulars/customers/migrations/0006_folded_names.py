from django.db import migrations

# Without case and accents, as conditions compare texts. Not `unaccent`: what an index is built on must never change.
FOLDED = r"""
    CREATE FUNCTION folded(written text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
        replace(translate(lower(regexp_replace(normalize(written, NFKD), E'[\\u0300-\\u036f]', '', 'g')), 'øłđħıς', 'oldhiσ'), 'ß', 'ss')
"""


class Migration(migrations.Migration):
    dependencies = [("customers", "0005_one_person")]

    operations = [
        migrations.RunSQL(FOLDED, "DROP FUNCTION folded(text)"),
        migrations.RunSQL(
            "CREATE INDEX customer_folded_name ON customers_customer USING gin (folded(name) gin_trgm_ops)",
            "DROP INDEX customer_folded_name",
        ),
        migrations.RunSQL(
            "CREATE INDEX company_folded_name ON customers_company USING gin (folded(name) gin_trgm_ops)",
            "DROP INDEX company_folded_name",
        ),
        migrations.RemoveIndex(model_name="customer", name="customer_name_trgm"),
    ]
