from django.db import transaction

from regulars.commerce.deciding import go_on
from regulars.commerce.events import ReturnWithdrawn
from regulars.commerce.models import Return
from regulars.customers.actor import By


@transaction.atomic
def withdraw_return(request: Return, *, by: By) -> Return:
    """Let the customer keep it after all. Harmless twice. Raises ValidationError("state") when it has arrived or is settled."""
    out_of = (Return.State.REQUESTED, Return.State.APPROVED)
    return go_on(request, to=Return.State.WITHDRAWN, out_of=out_of, event=ReturnWithdrawn, by=by)
