from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, transaction

from regulars.customers.actor import Actor
from regulars.customers.events import CATALOGUE, CustomerErased
from regulars.customers.merging import alone, family_of, hold, survivor_of
from regulars.customers.models import Consent, Customer, CustomerMerge, CustomerNote, Identity, Likeness
from regulars.customers.timeline import record
from regulars.team.actions.audit import audit
from regulars.team.models import Agent, AuditEntry

EMPTY = {"name": "", "company": None, "language": "", "time_zone": "", "away_until": None, "attributes": {}}
_BLANK = "UPDATE customers_timelineevent SET facts = facts || %s::jsonb WHERE customer_id = ANY(%s) AND kind = %s"


@transaction.atomic
def erase(customer: Customer, *, by: Agent) -> None:
    """Forget who a customer is, and whoever was merged into them: names, addresses, fields, notes, consents. That something happened stays.

    What events keep of a person goes as each kind of event says itself. Nothing brings it back.
    """
    alone()
    number = survivor_of(customer.pk)
    people = family_of(number)
    hold(*people)
    for several in (Identity, CustomerNote, Consent):
        several.objects.filter(customer__in=people).delete()
    Likeness.objects.filter(first__in=people).delete()
    Likeness.objects.filter(second__in=people).delete()
    CustomerMerge.objects.filter(customer__in=people).update(filled={})
    Customer.objects.filter(pk__in=people).update(**EMPTY)
    _blank_events(people)
    about = [f"customer:{each}" for each in people]
    AuditEntry.objects.filter(object__in=about).update(before={}, after={})
    audit("customer.erased", by=by, on=f"customer:{number}")
    record(CustomerErased(), customer=number, by=Actor.of(by))


def _blank_events(people: Sequence[int]) -> None:
    with connection.cursor() as cursor:
        for kind in CATALOGUE.values():
            if kind.personal:
                blank = "{" + ", ".join(f'"{fact}": ""' for fact in kind.personal) + "}"
                cursor.execute(_BLANK, [blank, list(people), kind.kind])
