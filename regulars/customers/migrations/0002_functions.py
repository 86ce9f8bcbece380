"""What queries about people ask the database itself to work out."""

from django.db import migrations

# What stands in a custom field, as its kind; nothing where it is not one. Immutable, for the texts are ISO 8601, which no setting
# of a session reads in another way: so an index may be made of them.
FUNCTIONS = """
    CREATE FUNCTION custom_day(said text) RETURNS date LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
    BEGIN
        RETURN CASE WHEN said ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' THEN said::date END;
    EXCEPTION WHEN data_exception THEN
        RETURN NULL;
    END $$;
    CREATE FUNCTION custom_moment(said text) RETURNS timestamptz LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
    BEGIN
        RETURN CASE WHEN said ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z$' THEN said::timestamptz END;
    EXCEPTION WHEN data_exception THEN
        RETURN NULL;
    END $$;
    CREATE FUNCTION custom_words(said jsonb) RETURNS varchar[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
        SELECT ARRAY(SELECT jsonb_array_elements_text(CASE jsonb_typeof(said) WHEN 'array' THEN said ELSE '[]' END))::varchar[]
    $$;
"""
UNDO = "DROP FUNCTION custom_day(text); DROP FUNCTION custom_moment(text); DROP FUNCTION custom_words(jsonb);"

# Without case and accents, as conditions compare texts. Not `unaccent`: what an index is built on must never change.
FOLDED = r"""
    CREATE FUNCTION folded(written text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
        replace(translate(lower(regexp_replace(normalize(written, NFKD), E'[\\u0300-\\u036f]', '', 'g')), 'øłđħıς', 'oldhiσ'), 'ß', 'ss')
"""


class Migration(migrations.Migration):
    dependencies = [("customers", "0001_initial")]

    operations = [
        migrations.RunSQL(FUNCTIONS, UNDO),
        migrations.RunSQL(FOLDED, "DROP FUNCTION folded(text)"),
        migrations.RunSQL(
            "CREATE INDEX customer_folded_name ON customers_customer USING gin (folded(name) gin_trgm_ops)",
            "DROP INDEX customer_folded_name",
        ),
        migrations.RunSQL(
            "CREATE INDEX company_folded_name ON customers_company USING gin (folded(name) gin_trgm_ops)",
            "DROP INDEX company_folded_name",
        ),
    ]
