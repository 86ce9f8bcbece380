import pytest
from django.db import connection

from regulars.customers.actions.import_customers import import_customers
from regulars.customers.models import CustomField, Identity, TimelineEvent
from regulars.customers.tables import customers_table, facts_of
from regulars.lib.tables import Wrong


def test_an_address_of_somebody_else_is_refused_and_a_table_of_nobody_too(db):
    said = b"id,email,mobile\nu-1,ada@moreau.example,\nu-2,ben@okafor.example,+33612345678\nu-9,ada@moreau.example,+33612345678\n"
    table, wrong = customers_table(said), []
    outcome = import_customers(
        (line for [line] in table.since(0)), facts=facts_of(table), refuse=lambda _line, why: wrong.append(why.why)
    )
    assert (outcome.taken, outcome.refused) == (2, 1) and "belongs to" in wrong[0]
    assert not Identity.objects.filter(value="u-9").exists()
    with pytest.raises(Wrong, match="id”, “email"):
        customers_table(b"name,plan\nAda,gold\n")


def test_a_field_is_read_as_it_is_typed_and_a_name_that_is_too_long_is_said_once(db):
    for key, kind in {"postcode": "text", "adult": "boolean"}.items():
        CustomField.objects.create(about="customer", key=key, label=key.title(), kind=kind)
    table = customers_table(b"id,Postcode,Adult,visits,language\nu-1,75001,1,12,English\n")
    assert import_customers(next(table.since(0)), facts=facts_of(table), refuse=print).taken == 1
    ada = Identity.objects.get(value="u-1").customer
    assert ada.attributes == {"postcode": "75001", "adult": True, "visits": 12} and ada.language == "en"
    with pytest.raises(Wrong, match="64"):
        customers_table(b"id," + b"n" * 65 + b"\nu-1,\n")


def test_nothing_follows_from_whoever_is_brought_in(db):
    table = customers_table(b"id,email,phone\nu-1,ada@moreau.example,+33612345678\n")
    assert import_customers(next(table.since(0)), facts=facts_of(table), refuse=print).taken == 1
    assert Identity.objects.count() == 3 and not TimelineEvent.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_waits_for_another_that_waits_for_it_is_brought_in_all_the_same():
    """PostgreSQL says so itself, of the first one who is met."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE SEQUENCE met; CREATE FUNCTION gives_up() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN IF nextval('met') = 1 THEN RAISE deadlock_detected; END IF; RETURN NEW; END $$;"
            "CREATE TRIGGER gives_up BEFORE INSERT ON customers_customer FOR EACH ROW EXECUTE FUNCTION gives_up()"
        )
    try:
        table, wrong = customers_table(b"id,name\n,nobody\nu-1,Ada\n"), []
        lines = [line for [line] in table.since(0)]
        told = import_customers(lines, facts=facts_of(table), refuse=lambda line, _why: wrong.append(line.number))
        assert (told.taken, told.refused, wrong) == (1, 1, [2])
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER gives_up ON customers_customer; DROP FUNCTION gives_up; DROP SEQUENCE met")
