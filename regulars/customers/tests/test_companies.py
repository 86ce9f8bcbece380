import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from regulars.customers.actions.identify import identify
from regulars.customers.actions.merge_companies import merge_companies
from regulars.customers.actions.save_company import save_company
from regulars.customers.actions.set_company import set_company
from regulars.customers.finding import companies_like
from regulars.customers.models import Company, TimelineEvent
from regulars.customers.public_mail import is_public
from regulars.customers.queries import companies
from regulars.team.models import AuditEntry
from tests.cast import a_conversation, meet


def a_company(name="Hotel Lux", *domains):
    return save_company(Company(), name=name, domains=domains, by=None)


def test_people_join_by_any_of_its_domains_now_and_later(ada):
    early = meet("Early", "desk@lux.example")
    company = a_company("Hotel Lux", "Lux.example", "bar@lux-bar.example")
    early.refresh_from_db()
    late = identify("email", "waiter@lux-bar.example", channel="email")
    assert early.company == late.company == company and ada.company is None
    save_company(company, domains=["lux.example"], by=None)
    assert identify("email", "cook@lux-bar.example", channel="email").company is None


@pytest.mark.parametrize(
    ("facts", "field"),
    [({"name": " "}, "name"), ({"name": "x" * 201}, "name"), ({"domains": ["gmail.com"]}, "domains"), ({"domains": ["nowhere"]}, "domains"),
     ({"domains": ["taken.example"]}, "domains"), ({"domains": ["a..b"]}, "domains"), ({"attributes": {"": 1}}, "attributes")],
)  # fmt: skip
def test_what_cannot_be_a_company_is_refused_by_name(facts, field, db):
    a_company("Other", "taken.example")
    with pytest.raises(ValidationError) as wrong, transaction.atomic():
        save_company(Company(), **{"name": "Hotel", **facts}, by=None)
    assert list(wrong.value.error_dict) == [field] and Company.objects.count() == 1


def test_public_providers_are_nobodys():
    assert all(map(is_public, ("gmail.com", "Web.de", "yahoo.co.uk", "qq.com"))) and not is_public("coffee.example")


def test_a_customer_is_moved_by_hand(ada, noor):
    company = a_company()
    for _twice in range(2):
        set_company(ada, company=company, by=noor)
    set_company(ada, company=None, by=noor)
    assert [each.facts["to"] for each in TimelineEvent.objects.filter(kind="customer.company_set").order_by("pk")] == [
        "Hotel Lux",
        "none",
    ]


def test_two_companies_become_one(ada, noor):
    one, other = a_company("Lux", "lux.example"), a_company("Hotel Lux", "hotel-lux.example")
    set_company(ada, company=one, by=noor)
    with pytest.raises(ValidationError):
        merge_companies(one, into=one, by=noor)
    merge_companies(one, into=other, by=noor)
    ada.refresh_from_db()
    assert ada.company == other and {str(each) for each in other.domains.all()} == {"lux.example", "hotel-lux.example"}
    assert list(Company.objects.all()) == [other] and AuditEntry.objects.filter(action="company.merged").exists()


def test_a_company_is_found_by_its_domain_and_without_its_accents(db):
    hotel = a_company("Hôtel Müller", "mueller.example")
    a_company("Bakery")
    for words in ("hotel muller", "mueller.exa"):
        assert companies_like(words) == list(companies(words)) == [hotel]


def test_a_company_has_a_page_with_its_people_and_conversations(client, ada, ben, noor):
    client.force_login(noor)
    company = a_company("Hotel Lux", "moreau.example")
    conversation, other = a_conversation(ada), a_conversation(ben)
    page = client.get(f"/companies/{company.pk}").content.decode()
    assert "Ada Moreau" in page and "moreau.example" in page and "Ben Okafor" not in page
    theirs = client.get(f"/companies/{company.pk}/conversations").content.decode()
    assert f"/inbox/{conversation.pk}" in theirs and f"/inbox/{other.pk}" not in theirs
    assert "Hotel Lux" in client.get("/companies?q=moreau").content.decode()
    assert "None fits" in client.get("/companies?q=zeppelin").content.decode()
    client.post("/companies/add", {"name": "Lido", "domains": "lido.example, gmail.com"})
    assert not Company.objects.filter(name="Lido").exists()
    client.post(
        f"/companies/{company.pk}/change", {"name": "Lux", "domains": "moreau.example lux.example", "notes": "Nice."}
    )
    company.refresh_from_db()
    assert (company.name, company.notes, company.domains.count()) == ("Lux", "Nice.", 2)
