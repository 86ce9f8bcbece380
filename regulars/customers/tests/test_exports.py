"""Lists as other programs write them (`exports/`, made up, with their headings) are read without a hand on them."""

from pathlib import Path

import pytest

from regulars.customers.models import Consent, Customer, CustomerNote, CustomField
from regulars.customers.tables import columns_in, customers_table
from regulars.customers.tests.lists import brought, the_one

EXPORTS = Path(__file__).parent / "exports"
# Of each file: the ways by which Ada (or the first) is known, what else is hers, and of whom something could not be read.
ADA = {
    "shopify.csv": (["6940095564123", "ada@moreau.example", "+33639981207"], "Ada Moreau", []),
    "zendesk.csv": (["360001234567", "shop-17", "ada@moreau.example", "+33639981207"], "Ada Moreau", ["Phone"]),
    "hubspot.csv": (["51", "ada@moreau.example", "+33472000001", "+33639981207"], "Ada Moreau", ["Phone Number"]),
    "mailchimp_unsubscribed.csv": (["ada@moreau.example"], "Ada Moreau", []),
    "klaviyo.csv": (["01GDDKASAP8TKDDA2GRZDSVP4H", "ada@moreau.example", "+33639981207"], "Ada Moreau", []),
    "excel_de.csv": (["K-0017", "juergen@gross.example", "+491712345678"], "Jürgen Groß", ["Telefon"]),
    "excel_unicode.txt": (["ada@moreau.example", "+33639981207"], "Ada Moreau", []),
    "freshdesk.csv": (
        ["c-17", "ada@moreau.example", "ada@home.example", "a.moreau@work.example", "+33472000001", "+33639981207"],
        "Ada Moreau",
        [],
    ),
    "woocommerce.csv": (["17", "ada@moreau.example", "+33639981207"], "Ada Moreau", []),
}


@pytest.mark.parametrize("file", ADA)
def test_an_export_is_understood_and_nothing_of_it_is_lost(file, db):
    content, (ways, name, lacking) = (EXPORTS / file).read_bytes(), ADA[file]
    for _again in range(2):
        outcome, told = brought(content)
        assert outcome.refused == 0 and [column for _line, column, _why in told] == lacking
    first = the_one(ways[0])
    assert [each.value for each in first.identities.order_by("pk")] == ways and first.name == name
    assert Customer.objects.count() == outcome.taken
    table = customers_table(content)
    rows = [line for [line] in table.since(0)]
    for column, cell in zip(columns_in(table), rows[0].raw, strict=True):
        if column.tells in ("fact", "text", "region") and cell.strip():
            kept = str(first.attributes[column.key])
            assert kept == cell.strip().lstrip("'") or float(kept) == float(cell)


def test_what_an_export_says_of_consent_is_kept_with_its_day_and_its_words(db):
    said = {
        "klaviyo.csv": [("email", "granted", "2022-03-29"), ("sms", "unknown", "")],
        "mailchimp_unsubscribed.csv": [("email", "withdrawn", "2023-02-11")],
    }
    for file, words in said.items():
        brought((EXPORTS / file).read_bytes())
        for channel, state, day in words:
            newest = Consent.objects.filter(customer=the_one("ada@moreau.example"), channel=channel).latest("at", "pk")
            assert newest.state == state and str(newest.at).startswith(day)
    brought((EXPORTS / "shopify.csv").read_bytes())
    rows = Consent.objects.filter(customer=the_one("ada@moreau.example"), channel="email").order_by("at", "pk")
    assert [each.state for each in rows] == [
        "granted",
        "granted",
        "withdrawn",
    ]  # what Shopify says without a day is looser
    assert rows[0].source == "OPTIN_TIME: 2020-05-01 10:00:00"


def test_the_same_person_in_several_exports_is_one(db):
    for file in ADA:
        brought((EXPORTS / file).read_bytes())
    ada = the_one("ada@moreau.example")
    assert ada == the_one("c-17") == the_one("01GDDKASAP8TKDDA2GRZDSVP4H") == the_one("+33472000001")
    assert ada.company.name == "Moreau SARL" and ada.time_zone == "Europe/Paris" and ada.language == "fr"
    notes = CustomerNote.objects.filter(customer=ada).order_by("pk").values_list("text", flat=True)
    assert list(notes) == ["Asked for the steel grinder,\ncall before noon", "Prefers e-mail", "likes\ndark roast"]


def test_a_region_is_no_country_and_whoever_is_called_as_another_customer_is_not_them(db):
    said = "Customer,email,phone,Region\nAda Moreau,ada@moreau.example,(302) 555-2671,DE\nAda Moreau,ada@x.example,,\n"
    brought(said, region="US")
    assert the_one("+13025552671").attributes == {"Customer": "Ada Moreau", "Region": "DE"}
    assert the_one("ada@x.example") != the_one("ada@moreau.example")


def test_a_field_of_the_house_that_is_called_country_says_whose_phones_they_are_too(db):
    CustomField.objects.create(about="customer", key="from", label="Country", kind="text")
    brought("email,phone,Country\nada@moreau.example,06 39 98 12 07,FR\n")
    assert the_one("+33639981207").attributes == {"from": "FR"}


def test_lines_that_were_refused_come_again_mended(db):
    brought('email,id,line,column,why,line,column,why\nben@okafor.example,"\'=""0017""",3,email,No,2,email,No\n')
    assert the_one("0017").attributes == {}
    brought("email,name,line,column,why\nada@moreau.example,'=Ada,3,email,This is none\n")
    assert the_one("ada@moreau.example").attributes == {} and the_one("ada@moreau.example").name == "=Ada"
