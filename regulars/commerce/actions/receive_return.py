from django.db import transaction
from django.utils import timezone

from regulars.commerce.deciding import go_on
from regulars.commerce.events import ReturnReceived
from regulars.commerce.models import Return
from regulars.commerce.settling import settle
from regulars.customers.actor import By


@transaction.atomic
def receive_return(request: Return, *, by: By) -> Return:
    """Note that what was sent back has arrived. Harmless twice. Raises ValidationError("state") when it was not approved."""
    out_of = (Return.State.APPROVED, Return.State.REQUESTED)
    request = go_on(
        request, to=Return.State.RECEIVED, out_of=out_of, event=ReturnReceived, by=by, received_at=timezone.now()
    )
    settle(request.order)  # refunded before it was here
    return request
