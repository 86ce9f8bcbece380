import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connections

from regulars.customers.actions.add_identity import add_identity
from regulars.customers.actions.edit_customer import edit_customer
from regulars.customers.actions.identify import identify
from regulars.customers.actions.identify_all import identify_all
from regulars.customers.actions.note import note
from regulars.customers.actions.remove_identity import remove_identity
from regulars.customers.actions.save_company import save_company
from regulars.customers.finding import matching
from regulars.customers.identities import loose_email, normalise
from regulars.customers.models import Company, Customer, Identity, TimelineEvent


@pytest.mark.parametrize(
    ("kind", "written", "kept"),
    [
        ("email", " Ada@Moreau.EXAMPLE ", "ada@moreau.example"),
        ("email", "ada@bücher.example", "ada@xn--bcher-kva.example"),
        ("phone", "+33 6 39 98 12 07", "+33639981207"),
        ("phone", "0033 639 98 12 07", "+33639981207"),
        ("external", " shop-77 ", "shop-77"),
    ],
)
def test_one_person_has_one_of_each(kind, written, kept):
    assert normalise(kind, written) == kept


def test_a_letter_may_come_from_an_address_that_nobody_could_type():
    assert loose_email(" jürgen@Bücher.example ") == "jürgen@xn--bcher-kva.example"
    assert loose_email("not even close") == "not even close"


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        ("email", "nobody"),
        ("email", "a b@c.example"),
        ("phone", "12"),
        ("phone", "06 39"),
        ("external", " "),
        ("external", "0000"),
        ("external", "null"),
    ],
)
def test_what_is_none_is_refused(kind, written):
    with pytest.raises(ValidationError):
        normalise(kind, written)


def test_a_new_person_is_met_once(db):
    first = identify("email", "Dan@Post.example", name="Dan", channel="email")
    assert identify("email", "dan@post.EXAMPLE", channel="chat") == first
    assert TimelineEvent.objects.filter(kind="customer.met", customer=first).count() == 1


def test_a_name_is_learned_but_never_replaced(db):
    nameless = identify("email", "dan@post.example", channel="email")
    assert str(nameless) == "dan@post.example"
    identify("email", "dan@post.example", name="Dan", channel="email")
    identify("email", "dan@post.example", name="Daniel the Third", channel="email")
    nameless.refresh_from_db()
    assert nameless.name == "Dan"


def test_new_customers_join_their_company_by_its_domain(db):
    hotel = save_company(Company(), name="Hotel Lux", domains=["lux.example"], by=None)
    assert identify("email", "desk@lux.example", channel="email").company == hotel


def test_many_who_come_in_a_table_are_known_and_met_as_one_by_one(ada):
    hotel = save_company(Company(), name="Hotel Lux", domains=["lux.example"], by=None)
    identify("email", "eve@post.example", channel="email", is_told=False)
    people = [("Dan@Post.example", ""), ("dan@post.example", "Dan"), ("", "Bo"), ("ada@moreau.example", "Adele")]
    people += [("desk@lux.example", ""), ("eve@post.example", "Eve"), ("dan@post.example", "Daniel"), ("", "Bo")]
    found = identify_all(people)
    assert [each.name for each in found] == ["Dan", "Dan", "Bo", "Ada Moreau", "desk@lux.example", "Eve", "Dan", "Bo"]
    assert found[0] == found[1] == found[6] and found[2] != found[7] and (found[3], found[4].company) == (ada, hotel)
    assert found[0].identities.get().is_primary and not TimelineEvent.objects.filter(kind="customer.met").exists()
    Customer.objects.get(name="Eve")
    before = Customer.objects.count()
    assert identify_all(people[:2]) == found[:2] and Customer.objects.count() == before
    assert [identify("email", value, channel="email") for value, _name in people if value] == [
        each for each, (value, _name) in zip(found, people, strict=True) if value
    ]


@pytest.mark.django_db(transaction=True)
def test_two_letters_of_a_new_person_at_once_find_one_customer():
    start = threading.Barrier(6)

    def arrive(number):
        start.wait()
        if number % 2:
            identify("email", "new@post.example", channel="email")
        else:
            identify_all([("new@post.example", ""), ("NEW@post.example", "")])
        connections.close_all()

    threads = [threading.Thread(target=arrive, args=[number]) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Customer.objects.count() == Identity.objects.count() == 1


def test_identities_are_added_once_and_belong_to_one(ada, ben):
    phone = add_identity(ada, kind="phone", value="+33 6 39 98 12 07")
    assert add_identity(ada, kind="phone", value="+33639981207") == phone and phone.is_primary
    with pytest.raises(ValidationError) as refused:
        add_identity(ben, kind="phone", value="+33639981207")
    assert "Ada Moreau" in refused.value.message_dict["value"][0]
    with pytest.raises(ValidationError) as refused:
        add_identity(ben, kind="fax", value="1")
    assert list(refused.value.message_dict) == ["kind"]


def test_when_the_primary_goes_the_next_one_takes_its_place(ada):
    second = add_identity(ada, kind="email", value="ada@work.example")
    primary = ada.identities.get(is_primary=True)
    remove_identity(ada, identity=primary)
    remove_identity(ada, identity=primary)
    second.refresh_from_db()
    assert second.is_primary and ada.identities.count() == 1


def test_attributes_are_merged_and_none_takes_one_away(ada):
    edit_customer(ada, attributes={"size": "250 g", "decaf": True})
    edit_customer(ada, attributes={"decaf": None, "cups": 3}, name="  Ada   M. ", language="PT_br")
    assert (ada.attributes, ada.name, ada.language) == ({"size": "250 g", "cups": 3}, "Ada M.", "pt-br")


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"name": "x" * 201}, "name"),
        ({"language": "english!"}, "language"),
        ({"time_zone": "Mars/Base"}, "time_zone"),
        ({"attributes": {"": 1}}, "attributes"),
        ({"attributes": {"a": ["list"]}}, "attributes"),
    ],
)
def test_bad_facts_name_the_field_and_change_nothing(ada, facts, field):
    with pytest.raises(ValidationError) as refused:
        edit_customer(ada, **{"name": "Changed"} | facts)
    assert list(refused.value.message_dict) == [field]
    ada.refresh_from_db()
    assert ada.name == "Ada Moreau"


def test_a_note_needs_words(ada, noor):
    with pytest.raises(ValidationError):
        note(ada, text=" \x00 ", by=noor)
    assert note(ada, text="Likes it dark.", by=noor).text == "Likes it dark."
    assert TimelineEvent.objects.filter(kind="customer.noted").count() == 1


@pytest.mark.parametrize("text", ["ada", "MOREAU", "ada@moreau", "+33 6 39 98", "639981207"])
def test_customers_are_found_by_name_address_or_phone(ada, ben, text):
    add_identity(ada, kind="phone", value="+33639981207")
    assert list(matching(text)) == [ada]
