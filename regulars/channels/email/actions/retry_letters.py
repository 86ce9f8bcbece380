from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from regulars.channels.email.keeping import wake_intake
from regulars.channels.email.models import InboundLetter
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

State = InboundLetter.State


@transaction.atomic
def retry_letters(letters: QuerySet[InboundLetter], *, by: Agent | None) -> int:
    """Read letters once more that were held, not understood, or put off, and decide anew. Returns how many.

    For when a rule, a mailbox or the program has changed. Harmless for letters that are done or deleted.
    """
    found = letters.filter(state__in=[State.FAILED, State.QUARANTINED, State.RECEIVED]).select_for_update(of=("self",))
    chosen = sorted(found.values_list("pk", flat=True))
    if chosen:
        InboundLetter.objects.filter(pk__in=chosen).update(state=State.RECEIVED, attempts=0, due_at=timezone.now())
        audit("letters.retried", by=by, on=f"letters:{len(chosen)}", before={"letters": chosen})
        wake_intake()
    return len(chosen)
