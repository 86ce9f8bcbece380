from django.db import transaction
from django.utils.translation import gettext as _

from regulars.customers.models import Company, CompanyDomain, Customer
from regulars.lib.refusal import refusal
from regulars.team.actions.audit import audit
from regulars.team.models import Agent


@transaction.atomic
def merge_companies(company: Company, *, into: Company, by: Agent | None) -> Company:
    """Let the people and domains of a company be another one's; what that one lacks is filled in. The first is gone then.

    Raises ValidationError("into").
    """
    if company.pk == into.pk:
        raise refusal("into", _("That is this company."))
    both = Company.objects.select_for_update().order_by("pk").in_bulk([company.pk, into.pk])
    source, into = both[company.pk], both[into.pk]
    into.attributes = {**source.attributes, **into.attributes}
    into.notes = "\n\n".join(filter(None, (into.notes, source.notes)))
    into.save()
    people = list(Customer.objects.filter(company=source).values_list("pk", flat=True))
    Customer.objects.filter(company=source).update(company=into)
    CompanyDomain.objects.filter(company=source).update(company=into)
    before = {"name": source.name, "notes": source.notes, "attributes": source.attributes, "people": people[:1000]}
    audit("company.merged", by=by, on=f"company:{into.pk}", before=before, after={"into": into.name})
    source.delete()
    return into
