import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from regulars.customers.actions.identify import identify
from regulars.customers.actions.merge_companies import merge_companies
from regulars.customers.actions.save_company import save_company
from regulars.customers.actions.set_company import set_company
from regulars.customers.actions.unmerge_companies import unmerge_companies
from regulars.customers.finding import companies_like
from regulars.customers.models import Company, CompanyMerge, TimelineEvent
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


def told(company):
    facts = Company.objects.filter(pk=company.pk).values("name", "notes", "attributes", "created_at").get()
    return facts, {str(each) for each in company.domains.all()}, {each.name for each in company.customers.all()}


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_three_that_became_one_are_taken_apart_in_any_order(order, noor):
    three = [a_company(name, f"{name}.example") for name in ("bar", "inn", "spa")]
    for number, each in enumerate(three):
        save_company(each, notes=f"About {each}", attributes={"size": number, each.name: "yes"}, by=None)
        meet(f"Ann of {each}", f"ann@{each}.example")
    were = [told(each) for each in three]
    bar, inn, spa = three
    merge_companies(Company.objects.get(pk=bar.pk), into=inn, by=noor)
    merge_companies(Company.objects.get(pk=inn.pk), into=spa, by=noor)
    moved = identify("email", "ann@bar.example", channel="email")
    set_company(moved, company=None, by=noor)
    late = identify("email", "late@bar.example", channel="email")
    assert late.company == spa and told(spa)[1] == {"bar.example", "inn.example", "spa.example"}
    parts = list(CompanyMerge.objects.order_by("pk"))
    for each in order:
        back = unmerge_companies(parts[each], by=noor)
        assert back.pk == three[each].pk and unmerge_companies(parts[each], by=noor) is None
    assert told(bar) == (*were[0][:2], {late.name})
    assert [told(inn), told(spa)] == were[1:] and not CompanyMerge.objects.exists()


def test_one_that_was_taken_out_and_came_again_belongs_where_it_came(noor):
    bar, inn, spa = (a_company(name, f"{name}.example") for name in ("bar", "inn", "spa"))
    ann = meet("Ann", "ann@bar.example")
    merge_companies(bar, into=inn, by=noor)
    merge_companies(inn, into=spa, by=noor)
    bar = unmerge_companies(CompanyMerge.objects.get(number=bar.pk), by=noor)
    merge_companies(bar, into=spa, by=noor)
    unmerge_companies(CompanyMerge.objects.get(number=inn.pk), by=noor)
    ann.refresh_from_db()
    assert ann.company == CompanyMerge.objects.get().into == spa
    assert told(spa)[1] == {"bar.example", "spa.example"} and told(inn)[1] == {"inn.example"}


def test_a_company_is_taken_apart_on_its_page(client, noor):
    client.force_login(noor)
    one, other = a_company("Lux", "lux.example"), a_company("Hotel Lux", "hotel-lux.example")
    client.post(f"/companies/{one.pk}/merge", {"into": f"#{other.pk}"})
    assert f"Lux (#{one.pk}) goes on here" in client.get(f"/companies/{other.pk}").content.decode()
    client.post(f"/companies/{one.pk}/unmerge")
    assert [str(each) for each in one.domains.all()] == ["lux.example"]
    assert client.post(f"/companies/{one.pk}/unmerge").status_code == 404


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
