from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from regulars.commerce.facts import CustomerFacts
from regulars.commerce.models import Shop
from regulars.commerce.whose import is_known, whose
from regulars.customers.actions.set_consent import set_consent
from regulars.customers.actor import Actor
from regulars.customers.consents import consents_of
from regulars.customers.models import Consent, Customer

STATES = {True: Consent.State.GRANTED, False: Consent.State.WITHDRAWN}


@transaction.atomic
def take_customer(told: CustomerFacts, *, shop: Shop) -> Customer | None:
    """Keep what a shop knows of somebody: their name, their other addresses, and whether they want mail. None when we do not know them.

    Of two words about mail the later is kept, whoever was told.
    """
    if not told.is_new and not is_known(told.person):
        return None
    by = Actor("system", name=shop.name)
    customer = whose(told.person, channel=shop.kind, by=by, is_account=True)
    if customer and told.wants_mail is not None:
        at = min(told.asked_at or timezone.now(), timezone.now())
        before = consents_of(customer.pk).get(("email", "marketing"))
        if before is None or (before.at < at and before.state != STATES[told.wants_mail]):
            set_consent(customer, channel="email", state=STATES[told.wants_mail], source=shop.name, at=at, by=by)
    return customer
