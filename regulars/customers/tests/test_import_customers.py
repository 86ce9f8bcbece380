import multiprocessing
import os
import signal
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from regulars.customers.actions.identify import identify
from regulars.customers.models import Company, CompanyDomain, Consent, Customer, CustomField, Identity, TimelineEvent
from regulars.customers.tables import customers_table
from regulars.customers.tests.lists import brought, the_one
from regulars.lib.tables import Wrong


def test_an_address_of_somebody_else_is_refused_and_a_table_of_nobody_too(db):
    said = "id,email,plan\nu-1,ada@moreau.example,gold\nu-2,ben@okafor.example,\nu-2,ada@moreau.example,silver\n"
    outcome, told = brought(said)
    assert (outcome.taken, outcome.refused) == (2, 1)
    assert told[0][:2] == (4, "email") and "belongs to" in told[0][2]
    assert the_one("u-1").attributes == {"plan": "gold"} and the_one("u-2").attributes == {}
    with pytest.raises(Wrong, match="id”, “email"):
        customers_table(b"name,plan\nAda,gold\n")


def test_a_phone_that_two_share_makes_them_no_one_person(db):
    said = "email,name,phone\nada@moreau.example,Ada,+33612345678\nben@okafor.example,Ben,+33612345678\neve@moreau.example,ada,+33612345678\n"
    for _again in range(2):
        outcome, told = brought(said)
        assert (outcome.taken, outcome.partly, outcome.refused) == (3, 1, 0)
        assert told[0][:2] == (3, "phone") and "+33612345678 belongs to Ada" in told[0][2]
    brought('email,name,phone\nmia@x.example,Mia,+33612345679\nben@okafor.example,,"+33612345678, +33612345679"\n')
    assert the_one("ben@okafor.example").attributes == {"phone": "+33612345678, +33612345679"}
    assert the_one("eve@moreau.example") == the_one("+33612345678") == the_one("ada@moreau.example")


def test_an_id_that_another_system_gave_to_somebody_else_makes_them_no_one_person(db):
    said = "id,email,name\n51,ada@moreau.example,Ada\n51,ben@okafor.example,Ben\n51,ada@home.example,Ada\n51,,Eve\n"
    outcome, told = brought(said)
    assert (outcome.taken, outcome.refused) == (3, 1)
    assert told == [(3, "id", "51 belongs to Ada already.")]
    assert {each.value for each in the_one("51").identities.all()} == {"51", "ada@moreau.example", "ada@home.example"}


def test_a_number_that_cannot_be_read_is_kept_as_text_and_told_and_alone_it_is_refused(db):
    said = "email,phone,Tel\nada@moreau.example,4.915E+11,06 39 98 12 07\n,4.915E+11,\n"
    outcome, told = brought(said)
    assert (outcome.taken, outcome.partly, outcome.refused) == (1, 1, 1)
    assert [each[:2] for each in told] == [(2, "phone"), (2, "Tel"), (3, "phone")]
    assert "as text" in told[1][2] and told[2][2].startswith("A spreadsheet has rounded")
    assert the_one("ada@moreau.example").attributes == {"phone": "4.915E+11", "Tel": "06 39 98 12 07"}
    brought("email,phone\nada@moreau.example,06 39 98 12 07\n", region="FR")
    assert the_one("+33639981207") == the_one("ada@moreau.example")


def test_a_field_is_read_as_it_is_typed_and_what_it_does_not_take_is_refused_with_its_column(db):
    choices = [{"word": "s", "label": "Small"}, {"word": "xl", "label": "Extra large"}]
    for key, kind in {
        "postcode": "text",
        "adult": "boolean",
        "born": "day",
        "seen": "moment",
        "sizes": "choices",
    }.items():
        CustomField.objects.create(about="customer", key=key, label=f"Their {key}", kind=kind, choices=choices)
    outcome, told = brought(
        "id,Their postcode,Their adult,visits,language,Their born,Their seen,Their sizes\n"
        "u-1,75001,1,12,English,29.3.1971,03/29/2026 3:05 PM,Small;xl\nu-2,,ja,,,04/05/1980,,\nu-3,,perhaps,,,,,\nu-4,,,,,,,,more\n"
    )
    assert (outcome.taken, outcome.refused) == (2, 2)
    ada = the_one("u-1")
    kept = {"postcode": "75001", "adult": True, "visits": 12, "born": "1971-03-29", "seen": "2026-03-29T15:05:00Z"}
    assert ada.attributes == kept | {"sizes": ["s", "xl"]} and ada.language == "en"
    assert the_one("u-2").attributes["born"] == "1980-05-04"
    assert told == [
        (4, "Their adult", "Their adult: write true or false."),
        (5, "", "There are more cells than columns."),
    ]
    assert set(CustomField.objects.filter(is_used=True).values_list("key", flat=True)) == {*kept, "sizes"} - {"visits"}
    with pytest.raises(Wrong, match="64"):
        customers_table(b"id," + b"n" * 65 + b"\nu-1,\n")


def test_nothing_follows_from_whoever_is_brought_in(db):
    assert brought("id,email,phone\nu-1,ada@moreau.example,+33612345678\n")[0].taken == 1
    assert Identity.objects.count() == 3 and not TimelineEvent.objects.exists()


def test_companies_come_by_their_name_or_by_the_address(db):
    CompanyDomain.objects.create(company=Company.objects.create(name="Hotel"), domain="hotel.example")
    brought("id,email,company\nu-1,noor@hotel.example,\nu-2,ben@hotel.example,Mill\nu-3,,Mill\nu-4,,n/a\n")
    assert the_one("u-1").company.name == "Hotel" and the_one("u-2").company == the_one("u-3").company
    assert the_one("u-4").company is None and the_one("u-4").attributes == {"company": "n/a"}
    assert TimelineEvent.objects.filter(kind="customer.company_set").count() == 2
    assert brought("id,company\nu-2,Mill\n")[0].taken == 1 and Company.objects.count() == 2


def consents(value: str, channel: str = "email") -> list[tuple[str, str]]:
    rows = Consent.objects.filter(customer=the_one(value), channel=channel).order_by("at", "pk")
    return [(each.state, each.source) for each in rows]


def test_consent_is_what_the_list_says_of_whom_nobody_asked_and_only_stricter_of_others(db):
    yes = ("granted", "newsletter: yes")
    brought("email,newsletter\nada@x.example,yes\nben@x.example,no\n")
    assert consents("ada@x.example") == [yes] and consents("ben@x.example") == [("unknown", "newsletter: no")]
    brought("email,newsletter\nada@x.example,unsubscribed\nben@x.example,yes\n")
    brought("email,newsletter\nada@x.example,yes\n")
    assert [state for state, _source in consents("ada@x.example")] == ["granted", "withdrawn"]
    assert [state for state, _source in consents("ben@x.example")] == ["unknown"]
    kinds = TimelineEvent.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["customer.consent_given", "customer.consent_withdrawn"]


def test_a_consent_with_its_day_counts_if_it_is_the_newest_word(db):
    Consent.objects.create(
        customer=identify("email", "ada@x.example", channel="email"),
        channel="email", purpose="marketing", state="withdrawn", source="a letter", at="2024-01-01T00:00:00Z",
    )  # fmt: skip
    for _again in range(2):
        brought("email,newsletter,newsletter_at\nada@x.example,yes,2023-05-01\nada@x.example,yes,2024-01-01\n")
        assert [state for state, _source in consents("ada@x.example")] == ["granted", "withdrawn"]
    for _again in range(2):
        brought("email,newsletter,newsletter_at,newsletter_source\nada@x.example,yes,2025-05-01,The till\n")
        assert consents("ada@x.example")[2:] == [("granted", "The till")]
    told = brought("email,newsletter,newsletter_at\nada@x.example,maybe,\nben@x.example,yes,2999-01-01\n")[1]
    assert [each[:2] for each in told] == [(2, "newsletter"), (3, "newsletter_at")]


def test_who_has_left_is_said_by_yes_or_in_a_word(db):
    brought("email,Email opt out\nada@x.example,Opted out\nben@x.example,yes\neve@x.example,no\n")
    assert [consents(f"{name}@x.example") for name in ("ada", "ben", "eve")] == [
        [("withdrawn", "Email opt out: Opted out")], [("withdrawn", "Email opt out: yes")], []
    ]  # fmt: skip


def test_who_left_by_one_list_has_left_also_where_another_says_yes_without_a_day(db):
    lists = ["email,newsletter\nada@x.example,yes\n", "email,unsub_time\nada@x.example,2020-01-01 10:00:00\n"]
    for said in lists * 2:
        brought(said)
    assert [state for state, _source in consents("ada@x.example")] == ["withdrawn", "granted", "withdrawn"]


def test_two_tables_of_the_same_people_at_once_make_each_of_them_once(transactional_db):
    lines = [f"u-{n},ada{n}@moreau.example,Ada {n}" for n in range(120)]

    def bring(order: int) -> int:
        try:
            return brought("\n".join(["id,email,name", *lines[::order]]), batch=30)[0].taken
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(bring, (1, -1))) == [120, 120]
    assert (Customer.objects.count(), Identity.objects.count()) == (120, 240)


def test_an_import_that_is_killed_is_begun_again(transactional_db):
    lines = [f"u-{n},ada{n}@x.example,note {n},yes,Shop {n % 7}" for n in range(60)]
    said = "\n".join(["id,email,note,newsletter,company", *lines])

    def killed(table: str, time: int) -> None:
        seen = []

        def look(execute, sql, params, many, context):
            seen.append(f"INSERT INTO customers_{table} " in sql)
            if sum(seen) == time:
                os.kill(os.getpid(), signal.SIGKILL)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(look):
            brought(said, batch=20)

    for table, time, kept in (("identity", 1, 0), ("consent", 2, 20), ("timelineevent", 2, 40)):
        connections.close_all()  # none is shared with whom is killed
        child = multiprocessing.get_context("fork").Process(target=killed, args=(table, time))
        child.start()
        child.join(30)
        assert child.exitcode == -signal.SIGKILL and Customer.objects.count() == kept
    assert brought(said, batch=20)[0].taken == 60
    assert [each.objects.count() for each in (Customer, Identity, Consent, Company)] == [60, 120, 60, 7]
    kinds = Counter(TimelineEvent.objects.values_list("kind", flat=True))
    assert kinds == {"customer.noted": 60, "customer.consent_given": 60, "customer.company_set": 60}


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
        outcome, told = brought("id,name\n,nobody\nu-1,Ada\n")
        assert (outcome.taken, outcome.refused, told[0][0]) == (1, 1, 2)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER gives_up ON customers_customer; DROP FUNCTION gives_up; DROP SEQUENCE met")
