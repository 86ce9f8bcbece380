from django.db import transaction
from django.utils.translation import gettext_lazy as _

from regulars.customers.actions.set_consent import set_consent
from regulars.customers.actor import By
from regulars.customers.models import Consent, Customer
from regulars.rewards.choosing import PROFILING, objections
from regulars.rewards.models import Suggestion

SOURCE = _("the page of rewards")


@transaction.atomic
def object_to_choosing(customer: Customer, *, objects: bool, by: By) -> None:
    """The customer does not want us to choose for them by what they do, or wants it again. What we thought of before is forgotten. Harmless twice."""
    state = Consent.State.WITHDRAWN if objects else Consent.State.UNKNOWN
    for channel in ["email"] if objects else objections(customer.pk):
        set_consent(customer, channel=channel, purpose=PROFILING, state=state, source=str(SOURCE), by=by)
    if objects:
        Suggestion.objects.filter(customer=customer).delete()
