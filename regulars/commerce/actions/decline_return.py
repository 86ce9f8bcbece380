from django.db import transaction
from django.utils import timezone

from regulars.commerce.deciding import go_on
from regulars.commerce.events import ReturnDeclined
from regulars.commerce.models import Return
from regulars.customers.actor import By, agent_of
from regulars.lib.texts import storable


@transaction.atomic
def decline_return(request: Return, *, answer: str = "", by: By) -> Return:
    """Decline a return. The customer reads why.

    Harmless twice. Raises ValidationError("state") when it is settled otherwise.
    """
    facts = {"answer": storable(answer).strip()[:4000], "decided_at": timezone.now(), "decided_by": agent_of(by)}
    return go_on(
        request,
        to=Return.State.DECLINED,
        out_of=(Return.State.REQUESTED, Return.State.APPROVED),
        event=ReturnDeclined,
        by=by,
        **facts,
    )
