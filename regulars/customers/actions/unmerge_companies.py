from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from regulars.customers.models import Company, CompanyDomain, CompanyMerge, Customer
from regulars.lib.again import again_after_a_deadlock
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@again_after_a_deadlock
@transaction.atomic
def unmerge_companies(part: CompanyMerge, *, by: Agent | None) -> Company | None:
    """Let a company stand by itself again, under its old number: with its people and domains, and who has come by these since.

    Who was moved elsewhere meanwhile stays there. What the other gained by it, and nobody has changed since, that one loses.
    None for one that stands by itself already.
    """
    link = CompanyMerge.objects.select_for_update(of=("self",)).filter(pk=part.pk).first()
    if link is None:
        return None
    into = Company.objects.select_for_update().get(pk=link.into_id)
    kept = {"name": link.name, "notes": link.notes, "attributes": link.attributes, "created_at": link.created_at}
    company = Company.objects.create(pk=link.number, **kept)
    CompanyMerge.objects.filter(number__in=link.carried, into=into).update(into=company)
    people = set(link.people)
    for each in CompanyMerge.objects.select_for_update().filter(carried__contains=[link.number]):
        each.carried.remove(link.number)
        each.people = [number for number in each.people if number not in people]
        each.domains = [domain for domain in each.domains if domain not in link.domains]
        _lose(each, link)
    _lose(into, link)
    Customer.objects.filter(_theirs(link), company=into).update(company=company)
    CompanyDomain.objects.filter(domain__in=link.domains, company=into).update(company=company)
    link.delete()
    audit(
        "company.unmerged", by=by, on=f"company:{company.pk}", before={"into": into.name}, after={"name": company.name}
    )
    return company


def _lose(other: Company | CompanyMerge, link: CompanyMerge) -> None:
    """What it gained by the merge, and nobody has changed since."""
    gained = {name: link.attributes[name] for name in link.gained if name in link.attributes}
    other.attributes = {name: value for name, value in other.attributes.items() if (name, value) not in gained.items()}
    if link.notes:
        other.notes = other.notes.removesuffix(link.notes).rstrip()
    other.save()


def _theirs(link: CompanyMerge) -> Q:
    """Who was theirs, and whoever has first written since from one of its domains."""
    theirs = Q(pk__in=link.people)
    for domain in link.domains:
        new = Customer.objects.filter(identities__kind="email", identities__value__endswith=f"@{domain}")
        theirs |= Q(pk__in=new.filter(created_at__gt=link.at).values("pk"))
    return theirs
