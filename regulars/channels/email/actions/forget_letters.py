from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q

from regulars.channels.email.actions.delete_letters import EMPTIED, empty
from regulars.channels.email.automatic import without_tag
from regulars.channels.email.models import AutomaticLetter, InboundLetter, SentLetter, Silence


@transaction.atomic
def forget_letters(messages: Sequence[int], *, addresses: Sequence[str]) -> int:
    """Delete the bytes of the letters that became these messages, or came from these addresses, and what was sent to them in the
    local mailbox. That letters came stays in the ledger, without what they said. Returns how many."""
    letters = InboundLetter.objects.filter(Q(message_id__in=messages) | Q(sender__in=addresses)).select_for_update(
        of=("self",)
    )
    chosen = list(letters.order_by("pk").values_list("pk", "raw_id"))
    InboundLetter.objects.filter(pk__in=[pk for pk, _raw in chosen]).update(
        state=InboundLetter.State.DELETED, **EMPTIED
    )
    empty([raw for _pk, raw in chosen])
    for address in addresses:
        SentLetter.objects.filter(recipients__contains=[address]).delete()
    bare = [without_tag(each) for each in addresses]
    AutomaticLetter.objects.filter(theirs__in=bare).delete()
    Silence.objects.filter(address__in=bare).delete()
    return len(chosen)
