from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from regulars.channels.email.keeping import wake_intake
from regulars.channels.email.models import InboundLetter
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

State = InboundLetter.State


@transaction.atomic
def release_letters(letters: QuerySet[InboundLetter], *, by: Agent) -> int:
    """Let held letters in: they go the way of every letter, past all screens. Returns how many there were.

    Harmless twice: a letter that is on its way, in, or deleted is let be.
    """
    held = letters.filter(state=State.QUARANTINED).select_for_update(of=("self",))
    chosen = dict(held.order_by("pk").values_list("pk", "reason"))
    if chosen:
        released = {"state": State.RECEIVED, "is_released": True, "attempts": 0, "due_at": timezone.now()}
        InboundLetter.objects.filter(pk__in=chosen).update(**released)
        audit("letters.released", by=by, on=f"letters:{len(chosen)}", before={"reasons": chosen})
        wake_intake()
    return len(chosen)
