from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from regulars.customers.actor import SYSTEM, Actor, By
from regulars.customers.events import IdentityAdded
from regulars.customers.identities import normalise
from regulars.customers.models import Customer, Identity
from regulars.customers.timeline import record
from regulars.lib.refusal import refusal


@transaction.atomic
def add_identity(customer: Customer, *, kind: str, value: str, by: By = SYSTEM, is_told: bool = True) -> Identity:
    """Give the customer one more address, phone or id. Harmless twice. `is_told=False` writes no event (imports).

    Raises ValidationError("kind" or "value") when it cannot be one, or belongs to somebody else.
    """
    if kind not in Identity.Kind.values:
        raise refusal("kind", _("Choose one of: %s.") % ", ".join(Identity.Kind.values))
    try:
        value = normalise(kind, value)
    except ValidationError as error:
        raise refusal("value", error.messages[0]) from None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 1))", [f"{kind}:{value}"])
    known = Identity.objects.select_related("customer").filter(kind=kind, value=value).first()
    if known is None:
        is_first = not Identity.objects.filter(customer=customer, kind=kind).exists()
        if is_told:
            record(IdentityAdded(identity_kind=kind, value=value), customer=customer, by=Actor.of(by))
        return Identity.objects.create(customer=customer, kind=kind, value=value, is_primary=is_first)
    if known.customer_id != customer.pk:
        raise refusal("value", _("%s belongs to %s already.") % (value, known.customer), "taken")
    return known
