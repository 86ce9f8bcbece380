from django.db import transaction
from django.utils.translation import gettext as _

from regulars.customers.actor import Actor, By, agent_of
from regulars.customers.events import CustomerNoted
from regulars.customers.models import Customer, CustomerNote
from regulars.customers.timeline import record
from regulars.lib.refusal import refusal
from regulars.lib.texts import storable


@transaction.atomic
def note(customer: Customer, *, text: str, by: By) -> CustomerNote:
    """Write down something about the customer that the team should know."""
    text = storable(text).strip()
    if not text:
        raise refusal("text", _("Write something to note."), "missing")
    written = CustomerNote.objects.create(customer=customer, agent=agent_of(by), text=text)
    record(CustomerNoted(note=written.pk), customer=customer, by=Actor.of(by))
    return written
