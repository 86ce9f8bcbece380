from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from regulars.channels.email.keeping import wake_intake
from regulars.channels.email.models import InboundLetter, Reason
from regulars.conversations.models import Inbox
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

State = InboundLetter.State


@transaction.atomic
def release_letters(letters: QuerySet[InboundLetter], *, by: Agent, inbox: Inbox | None = None) -> int:
    """Let held letters in: they go the way of every letter, past all screens. Returns how many there were.

    Those that belong to no mailbox of ours go into `inbox`, or else into that of our oldest mailbox.

    Harmless twice: a letter that is on its way, in, or deleted is let be.
    """
    held = letters.filter(state=State.QUARANTINED).select_for_update(of=("self",))
    chosen = dict(held.order_by("pk").values_list("pk", "reason"))
    if chosen:
        released = {"state": State.RECEIVED, "is_released": True, "attempts": 0, "due_at": timezone.now()}
        InboundLetter.objects.filter(pk__in=chosen).update(**released)
        if inbox:
            InboundLetter.objects.filter(pk__in=chosen, reason=Reason.UNROUTABLE).update(inbox=inbox)
        after = {"inbox": inbox.pk} if inbox else {}
        audit("letters.released", by=by, on=f"letters:{len(chosen)}", before={"reasons": chosen}, after=after)
        wake_intake()
    return len(chosen)
