from django.db import transaction
from django.utils.translation import gettext as _

from regulars.customers.actor import Actor, By
from regulars.customers.events import CompanyChanged
from regulars.customers.models import Company, Customer
from regulars.customers.timeline import record


@transaction.atomic
def set_company(customer: Customer, *, company: Company | None, by: By) -> None:
    """Say which company a customer belongs to, or (None) that it is none. Harmless twice."""
    customer.refresh_from_db(from_queryset=Customer.objects.select_for_update(no_key=True))
    if customer.company_id == (company and company.pk):
        return
    customer.company = company
    customer.save(update_fields=["company"])
    event = CompanyChanged(company=company and company.pk, to=str(company or _("none")))
    record(event, customer=customer, by=Actor.of(by))
