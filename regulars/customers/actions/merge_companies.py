from django.db import transaction
from django.utils.translation import gettext as _

from regulars.customers.models import Company, CompanyDomain, CompanyMerge, Customer
from regulars.lib.again import again_after_a_deadlock
from regulars.lib.refusal import refusal
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@again_after_a_deadlock
@transaction.atomic
def merge_companies(company: Company, *, into: Company, by: Agent | None) -> Company:
    """Let the people and domains of a company be another one's; what that one lacks is filled in. The first is gone until it is undone.

    Raises ValidationError("into").
    """
    if company.pk == into.pk:
        raise refusal("into", _("That is this company."))
    both = Company.objects.select_for_update().order_by("pk").in_bulk([company.pk, into.pk])
    if len(both) < 2:
        raise refusal("into", _("One of them has gone on in another company already."), "gone")
    source, into = both[company.pk], both[into.pk]
    part = CompanyMerge.objects.create(
        number=source.pk,
        into=into,
        name=source.name,
        notes=source.notes,
        attributes=source.attributes,
        created_at=source.created_at,
        domains=list(source.domains.values_list("domain", flat=True)),
        people=list(Customer.objects.filter(company=source).values_list("pk", flat=True)),
        gained=[name for name in source.attributes if name not in into.attributes],
        carried=list(source.parts.values_list("number", flat=True)),
        by=by,
    )
    source.parts.update(into=into)
    into.attributes = {**source.attributes, **into.attributes}
    into.notes = "\n\n".join(filter(None, (into.notes, source.notes)))
    into.save()
    Customer.objects.filter(company=source).update(company=into)
    CompanyDomain.objects.filter(company=source).update(company=into)
    told = {"name": part.name, "notes": part.notes, "attributes": part.attributes, "people": part.people[:1000]}
    audit("company.merged", by=by, on=f"company:{into.pk}", before=told, after={"into": into.name})
    source.delete()
    return into
